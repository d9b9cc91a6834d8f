package fwlstm.tensorboard;

import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.results.RecordedRows;
import fwlstm.results.RecordedTrial;
import fwlstm.results.ResultsDirectory;
import fwlstm.table.StoredTables;
import fwlstm.train.CurvePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A folder of learning curves, with one TensorBoard run per trial. Curves are a by-product: no failure stops training.
 */
public final class EventsFolder {
    private static final System.Logger LOG = System.getLogger("fwlstm.tensorboard");

    private final Path folder;
    private final Consumer<String> problem;
    private boolean warned;

    /** @param problem told once, in a sentence, if a curve cannot be written */
    public EventsFolder(Path folder, Consumer<String> problem) {
        this.folder = folder;
        this.problem = problem;
    }

    /** Writes a curve, or warns. */
    public void write(TrialEvents events) {
        try {
            events.write(folder);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no events for TensorBoard", e);
            if (!warned) {
                warned = true;
                problem.accept("no learning curves for TensorBoard in " + folder + ", or not all: " + Sentence.of(e));
            }
        }
    }

    /**
     * Writes the curve of a trial that has just ended. If it cannot be written now, or is no longer in the ledger,
     * {@link #writeAll} writes it at the end of the sweep.
     */
    public void writeEnded(ResultsDirectory results, String trialId) {
        try {
            Optional<RecordedTrial> entry = results.ledger().entry(trialId);
            if (entry.isPresent()) {
                List<CurvePoint> curve =
                        entry.get().curve().stream().map(RecordedRows::point).toList();
                events(entry.get().trial(), curve).write(folder);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "no events for TensorBoard yet", e);
        }
    }

    /** Writes the curves of all recorded trials. */
    public void writeAll(StoredTables tables) throws IOException {
        List<Map<String, Object>> trials = tables.rows().trials(name -> true);
        Map<String, List<CurvePoint>> curves = tables.curves(
                trials.stream().map(trial -> (String) trial.get("trial_id")).collect(Collectors.toSet()));
        trials.forEach(trial -> write(events(trial, curves.getOrDefault(trial.get("trial_id"), List.of()))));
    }

    private static TrialEvents events(Map<String, Object> trial, List<CurvePoint> curve) {
        Instant finished = (Instant) trial.get("finished_at");
        // The times of an interrupted trial count as if there had been no interruption.
        Instant began = finished.minusMillis(Math.round(1000 * (Double) trial.get("train_seconds")));
        return new TrialEvents(Trial.of(trial), began, curve);
    }
}
