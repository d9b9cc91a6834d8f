package fwlstm.spark;

import fwlstm.results.RunningTrial;
import fwlstm.results.RunningTrial.Point;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The learning curves of running trials, from what executors report. Bounded however many trials there are and however
 * long they run, since they are in every heartbeat.
 */
final class RunningCurves {
    /** The largest number of points of all curves together in a heartbeat. */
    static final int MOST_POINTS = 4000;

    /** The largest number of trials with a curve in a heartbeat. */
    static final int MOST_TRIALS = 1000;

    /** The largest number of points of a trial. */
    private static final int MOST_POINTS_OF_TRIAL = 400;

    private final Map<String, List<Point>> curves = new HashMap<>();

    /** Adds the last evaluation of a trial, unless it is known; it replaces the one before if that is close. */
    void add(TrialProgress progress) {
        if (progress.accuracy() == null) {
            return;
        }
        List<Point> curve = curves.computeIfAbsent(progress.trialId(), id -> new ArrayList<>());
        Point point = new Point(progress.update(), Math.round(progress.accuracy() * 1e4) / 1e4);
        int size = curve.size();
        if (size > 0 && point.update() <= curve.get(size - 1).update()) {
            return;
        }
        int least = progress.until() / MOST_POINTS_OF_TRIAL;
        if (size > 1 && curve.get(size - 1).update() - curve.get(size - 2).update() < least) {
            curve.set(size - 1, point);
        } else {
            curve.add(point);
        }
    }

    /** Trials that run no longer. */
    void remove(Collection<String> trialIds) {
        curves.keySet().removeAll(trialIds);
    }

    /** The first of some running trials with their curves. */
    List<RunningTrial> of(List<TrialProgress> running) {
        int trials = Math.min(MOST_TRIALS, running.size());
        return running.stream()
                .limit(trials)
                .map(progress -> new RunningTrial(
                        progress.trialId(),
                        progress.label(),
                        progress.update(),
                        progress.until(),
                        thinned(curves.getOrDefault(progress.trialId(), List.of()), MOST_POINTS / trials)))
                .toList();
    }

    /** Every nth point, with the last, so that at most so many are left. */
    private static List<Point> thinned(List<Point> curve, int most) {
        int stride = (curve.size() + most - 1) / most;
        return IntStream.range(0, curve.size())
                .filter(k -> (curve.size() - 1 - k) % stride == 0)
                .mapToObj(curve::get)
                .toList();
    }
}
