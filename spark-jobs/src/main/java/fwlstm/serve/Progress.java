package fwlstm.serve;

import fwlstm.results.LiveSweep;
import fwlstm.results.ProgressFile;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.RunningTrial;
import fwlstm.results.RunningTrial.Point;
import fwlstm.train.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last heartbeat of a sweep.
 *
 * @param beat empty if there is none
 * @param trials those in training, with their curves
 * @param earlier what the checkpoints of these trials tell of earlier runs, by trial id
 */
record Progress(Optional<LiveSweep> beat, List<RunningTrial> trials, Map<String, List<Point>> earlier) {
    private static final String ID = "[0-9a-f]{16}";

    /** The number of trials whose checkpoints are read. */
    private static final int MOST_CHECKPOINTS = 64;

    static Progress read(ResultsDirectory results, Progress before) throws IOException {
        Optional<LiveSweep> beat = ProgressFile.read(results);
        if (before != null && before.beat.equals(beat)) {
            return before;
        }
        List<RunningTrial> running = beat.map(live -> live.run().runningTrials()).orElse(List.of()).stream()
                .filter(trial -> trial.trialId() != null && trial.trialId().matches(ID) && trial.label() != null)
                .toList();
        Map<String, List<Point>> earlier = new HashMap<>();
        for (RunningTrial trial : running.subList(0, Math.min(MOST_CHECKPOINTS, running.size()))) {
            List<Point> known = before == null ? null : before.earlier.get(trial.trialId());
            earlier.put(trial.trialId(), known == null ? checkpoint(results, trial.trialId()) : known);
        }
        return new Progress(
                beat,
                running.stream()
                        .map(trial -> whole(trial, earlier.getOrDefault(trial.trialId(), List.of())))
                        .toList(),
                earlier);
    }

    /** The curve of a trial up to its newest checkpoint. */
    static List<Point> checkpoint(ResultsDirectory results, String trialId) {
        return results.checkpoints(0).newest(trialId).map(Checkpoint::curve).orElse(List.of()).stream()
                .filter(point -> point.validationAccuracy() != null)
                .map(point -> new Point(point.update(), point.validationAccuracy()))
                .toList();
    }

    private static RunningTrial whole(RunningTrial trial, List<Point> earlier) {
        int from = trial.curve().isEmpty()
                ? Integer.MAX_VALUE
                : trial.curve().get(0).update();
        List<Point> curve = new ArrayList<>(
                earlier.stream().filter(point -> point.update() < from).toList());
        curve.addAll(trial.curve());
        return new RunningTrial(trial.trialId(), trial.label(), trial.update(), trial.until(), curve);
    }
}
