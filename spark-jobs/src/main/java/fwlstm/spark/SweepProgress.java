package fwlstm.spark;

import fwlstm.sweep.CostModel.Prediction;
import fwlstm.train.Status;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How a sweep stands: what the driver has heard of trials that have ended, and what the heartbeats of executors say of
 * those that run. May be asked from any thread.
 */
public final class SweepProgress extends SparkListener {
    private static final Prediction NOTHING = new Prediction(0, 0);

    private final int trials;
    private final long start = System.nanoTime();
    private final Map<Status, Integer> ended = new EnumMap<>(Status.class);
    private final Set<String> paused = new HashSet<>();
    private final Map<Long, List<TrialProgress>> running = new LinkedHashMap<>();
    private final Map<String, Prediction> predicted = new HashMap<>();
    private int repeated;
    private long updates;
    private double secondsDone;
    private double secondsWaiting;
    private boolean measured = true;
    private int slots = 1;

    /** @param trials trials to train */
    SweepProgress(int trials) {
        this.trials = trials;
    }

    /**
     * A moment of a sweep.
     *
     * @param trials trials to train in this run
     * @param ended how many of them ended in which way
     * @param paused trials that wait at a rung of their search
     * @param repeated attempts that failed and are made again
     * @param fraction part of the work that is done, 0 to 1, running trials included
     * @param secondsLeft as the cost model predicts; negative while it knows nothing
     * @param updatesPerSecond since the start of this run
     * @param slots trials, or packs of them, that can be trained at once
     */
    public record Moment(
            int trials,
            Map<Status, Integer> ended,
            int paused,
            int repeated,
            double fraction,
            double secondsLeft,
            double updatesPerSecond,
            int slots,
            List<TrialProgress> running) {
        /** Trials that have ended. */
        public int done() {
            return ended.values().stream().mapToInt(count -> count).sum();
        }
    }

    /** How things stand. */
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
                trials,
                new EnumMap<>(ended),
                paused.size(),
                repeated,
                known ? done / (done + left) : 0,
                known && measured ? left / slots : -1,
                (updates + runningUpdates) / elapsed,
                slots,
                trialsRunning);
    }

    /** A trial was handed to Spark. */
    synchronized void started(String trialId, Prediction seconds) {
        predicted.put(trialId, seconds);
    }

    /** A trial has ended, or paused at a rung, after so many more updates. */
    synchronized void ended(String trialId, Status status, int moreUpdates, double seconds) {
        predicted.remove(trialId);
        updates += moreUpdates;
        secondsDone += seconds;
        if (status == Status.STOPPED) {
            paused.add(trialId);
        } else {
            paused.remove(trialId);
            ended.merge(status, 1, Integer::sum);
        }
    }

    /** A trial that was paused is not to go on. */
    synchronized void stopped(String trialId) {
        if (paused.remove(trialId)) {
            ended.merge(Status.STOPPED, 1, Integer::sum);
        }
    }

    /** An attempt at a trial has failed and will be repeated. */
    synchronized void repeats(String trialId) {
        predicted.remove(trialId);
        repeated++;
    }

    /**
     * What is not yet handed to Spark.
     *
     * @param measured whether predictions mean seconds, and not only how long trials are beside each other
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
        running.remove(end.taskInfo().taskId());
    }

    private void take(long task, AccumulableInfo info) {
        if (info.name().contains(ProgressAccumulator.NAME) && info.update().isDefined()) {
            running(
                    task,
                    ((List<?>) info.update().get())
                            .stream().map(TrialProgress.class::cast).toList());
        }
    }

    /** How far the trials of a task are. */
    synchronized void running(long task, List<TrialProgress> trials) {
        running.put(task, trials);
    }
}
