package fwlstm.tensorboard;

import fwlstm.config.Trial;
import fwlstm.train.CurvePoint;
import fwlstm.train.TrialRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The curve of a trial that is trained in this process, rewritten at each evaluation. */
public final class GrowingCurve {
    private final EventsFolder folder;
    private final List<CurvePoint> curve = new ArrayList<>();
    private Instant start; // null before the first point

    public GrowingCurve(EventsFolder folder) {
        this.folder = folder;
    }

    /** Adds a point. */
    public void evaluated(Trial trial, CurvePoint point) {
        if (curve.isEmpty()) {
            start = Instant.now().minusMillis(Math.round(1000 * point.seconds()));
        }
        curve.add(point);
        folder.write(new TrialEvents(trial, start, curve));
    }

    /** Writes the curve of the completed trial, including the part that an earlier run left in a checkpoint. */
    public void ended(TrialRecord record) {
        folder.write(new TrialEvents(record.trial(), start == null ? Instant.now() : start, record.curve()));
    }
}
