package fwlstm.spark;

import fwlstm.config.Settings;
import fwlstm.results.RunProgress;
import fwlstm.results.RunningTrial;
import fwlstm.sweep.CostModel.Prediction;
import fwlstm.train.Status;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The progress of a sweep: trials that have ended, as reported to the driver, and running trials, as reported by the
 * heartbeats of executors. Thread-safe.
 */
public final class SweepProgress extends SparkListener {
    private static final Prediction NOTHING = new Prediction(0, 0);

    private final Set<String> trials;
    private final Set<String> takenUp = new HashSet<>();

    /** The trials of both sets that have not ended. */
    private final Set<String> notEnded;

    private final long start = System.nanoTime();
    private final Map<Status, Integer> ended = new EnumMap<>(Status.class);
    private final Map<Status, Integer> takenUpEnded = new EnumMap<>(Status.class);
    private final Set<String> paused = new HashSet<>();
    private final Map<Long, List<TrialProgress>> running = new LinkedHashMap<>();
    private final RunningCurves curves = new RunningCurves();
    private final Map<String, Prediction> predicted = new HashMap<>();
    private int repeated;
    private long updates;
    private double secondsDone;
    private double secondsWaiting;
    private boolean measured = true;
    private int slots = 1;

    /** @param trials ids of the trials to train, those without a record */
    SweepProgress(Collection<String> trials) {
        this.trials = Set.copyOf(trials);
        notEnded = new HashSet<>(trials);
    }

    /**
     * The progress of a sweep at one moment.
     *
     * @param trials trials to train in this run, those that had no record
     * @param ended how many of them have ended, by status
     * @param takenUp additional trials that an earlier search had stopped and this one promotes
     * @param takenUpEnded how many of those have ended, by status
     * @param paused trials that wait at a rung of their search
     * @param repeated attempts that failed and are repeated
     * @param fraction fraction of the work that is done, 0 to 1, including running trials
     * @param secondsLeft seconds to the end as predicted by the cost model; null while it has no data
     * @param updatesPerSecond since the start of this run; null before anything was measured
     * @param slots trials, or packs of them, that can be trained at once
     * @param curves the running trials with their learning curves, not all if there are very many
     */
    public record Moment(
            int trials,
            Map<Status, Integer> ended,
            int takenUp,
            Map<Status, Integer> takenUpEnded,
            int paused,
            int repeated,
            double fraction,
            Double secondsLeft,
            Double updatesPerSecond,
            int slots,
            List<TrialProgress> running,
            List<RunningTrial> curves) {
        /** Trials that have ended, without the resumed ones. */
        public int done() {
            return sum(ended);
        }

        /** Resumed trials that have ended. */
        public int takenUpDone() {
            return sum(takenUpEnded);
        }

        /** The same for programs. */
        public RunProgress run(RunProgress.State state, String error) {
            return new RunProgress(
                    state,
                    trials,
                    keys(ended),
                    takenUp,
                    keys(takenUpEnded),
                    paused,
                    repeated,
                    fraction,
                    secondsLeft,
                    updatesPerSecond,
                    slots,
                    running.stream().map(TrialProgress::text).toList(),
                    curves,
                    error);
        }

        private static Map<String, Integer> keys(Map<Status, Integer> counts) {
            return counts.entrySet().stream()
                    .collect(Collectors.toMap(e -> Settings.key(e.getKey()), Map.Entry::getValue));
        }

        private static int sum(Map<Status, Integer> counts) {
            return counts.values().stream().mapToInt(count -> count).sum();
        }
    }

    /** The present progress. */
    public synchronized Moment now() {
        double elapsed = (System.nanoTime() - start) * 1e-9;
        double done = secondsDone;
        double left = secondsWaiting;
        long runningUpdates = 0;
        Map<String, Double> open = new HashMap<>();
        predicted.forEach((trialId, seconds) -> open.put(trialId, seconds.expected()));
        List<TrialProgress> trialsRunning =
                running.values().stream().flatMap(List::stream).toList();
        for (TrialProgress progress : trialsRunning) {
            Prediction seconds = predicted.getOrDefault(progress.trialId(), NOTHING);
            done += seconds.most() * progress.fractionHere();
            open.put(progress.trialId(), Math.min(seconds.expected(), seconds.most() * (1 - progress.fraction())));
            runningUpdates += progress.update() - progress.since();
        }
        left += open.values().stream().mapToDouble(seconds -> seconds).sum();
        boolean known = done > 0;
        return new Moment(
                trials.size(),
                new EnumMap<>(ended),
                takenUp.size(),
                new EnumMap<>(takenUpEnded),
                paused.size(),
                repeated,
                notEnded.isEmpty() ? 1 : known ? done / (done + left) : 0,
                notEnded.isEmpty() ? Double.valueOf(0) : known && measured ? Double.valueOf(left / slots) : null,
                elapsed > 0 ? (updates + runningUpdates) / elapsed : null,
                slots,
                trialsRunning,
                curves.of(trialsRunning));
    }

    /** A trial is due: one of those to train, or a stopped one that resumes. */
    synchronized void due(String trialId) {
        if (!trials.contains(trialId) && takenUp.add(trialId)) {
            notEnded.add(trialId);
        }
    }

    /** A trial was handed to Spark. */
    synchronized void started(String trialId, Prediction seconds) {
        predicted.put(trialId, seconds);
    }

    /** A trial has ended, or paused at a rung, after additional updates. */
    synchronized void ended(String trialId, Status status, int moreUpdates, double seconds) {
        predicted.remove(trialId);
        updates += moreUpdates;
        secondsDone += seconds;
        if (status == Status.STOPPED) {
            paused.add(trialId);
        } else {
            end(trialId, status);
        }
    }

    /** A trial that waits at a rung, since this run or an earlier one, will not be promoted. */
    synchronized void stopped(String trialId) {
        end(trialId, Status.STOPPED);
    }

    private void end(String trialId, Status status) {
        paused.remove(trialId);
        if (notEnded.remove(trialId)) { // else it was recorded before this run
            (takenUp.contains(trialId) ? takenUpEnded : ended).merge(status, 1, Integer::sum);
        }
    }

    /** An attempt at a trial has failed and will be repeated. */
    synchronized void repeats(String trialId) {
        predicted.remove(trialId);
        repeated++;
    }

    /**
     * The work not yet handed to Spark.
     *
     * @param measured whether predictions are in seconds, and not only relative to each other
     */
    synchronized void waiting(double seconds, boolean measured, int slots) {
        secondsWaiting = seconds;
        this.measured = measured;
        this.slots = slots;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(info -> take((Long) task._1(), info)));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        ended(end.taskInfo().taskId());
    }

    /** A task runs no longer. */
    synchronized void ended(long task) {
        List<TrialProgress> trials = running.remove(task);
        if (trials != null) {
            curves.remove(trials.stream().map(TrialProgress::trialId).toList());
        }
    }

    private void take(long task, AccumulableInfo info) {
        if (info.name().contains(ProgressAccumulator.NAME) && info.update().isDefined()) {
            running(
                    task,
                    ((List<?>) info.update().get())
                            .stream().map(TrialProgress.class::cast).toList());
        }
    }

    /** The progress of a task's trials. */
    synchronized void running(long task, List<TrialProgress> trials) {
        running.put(task, trials);
        trials.forEach(curves::add);
    }
}
