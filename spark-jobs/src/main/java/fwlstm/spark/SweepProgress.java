package fwlstm.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** What the driver knows of a sweep under way, from the heartbeats of its executors. */
public final class SweepProgress extends SparkListener {
    private final int trials;
    private final double cost;
    private final long start = System.nanoTime();
    private final Map<Long, TrialProgress> running = new LinkedHashMap<>();
    private int done;
    private double costDone;

    /**
     * @param trials trials to train
     * @param cost of all of them
     */
    SweepProgress(int trials, double cost) {
        this.trials = trials;
        this.cost = cost;
    }

    /**
     * A moment of a sweep.
     *
     * @param done trials trained in this run
     * @param fraction part of the work that is done, 0 to 1, running trials included
     * @param secondsLeft at the speed so far; negative while unknown
     */
    public record Moment(int done, int trials, double fraction, double secondsLeft, List<TrialProgress> running) {}

    /** How things stand. */
    public synchronized Moment now() {
        double work = costDone;
        for (TrialProgress progress : running.values()) {
            work += progress.cost() * progress.fraction();
        }
        double fraction = cost == 0 ? 1 : work / cost;
        double seconds = (System.nanoTime() - start) * 1e-9;
        double left = fraction > 0 ? seconds * (1 - fraction) / fraction : -1;
        return new Moment(done, trials, fraction, left, new ArrayList<>(running.values()));
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(info -> take((Long) task._1(), info)));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful()) {
            CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
                    .filter(info -> info.update().isDefined() && info.update().get() instanceof TrialProgress)
                    .forEach(info -> {
                        done++;
                        costDone += ((TrialProgress) info.update().get()).cost();
                    });
        }
    }

    private void take(long task, AccumulableInfo info) {
        if (info.update().isDefined() && info.update().get() instanceof TrialProgress progress) {
            running.put(task, progress);
        }
    }
}
