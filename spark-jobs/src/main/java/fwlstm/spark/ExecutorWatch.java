package fwlstm.spark;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;

/** Reports when there is work and the cluster has not provided an executor for it. */
final class ExecutorWatch extends SparkListener {
    private static final int SECONDS_OF_PATIENCE = 10;
    private static final int SECONDS_BETWEEN_NOTICES = 60;

    private final String cluster;
    private final Consumer<String> notices;
    private final Set<String> executors = new HashSet<>();
    private final Set<Integer> stages = new HashSet<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "executor watch");
        thread.setDaemon(true);
        return thread;
    });
    private int secondsWaiting;

    /**
     * @param cluster the provider of executors, in words
     * @param notices takes the lines
     */
    ExecutorWatch(String cluster, Consumer<String> notices) {
        this.cluster = cluster;
        this.notices = notices;
    }

    ExecutorWatch start() {
        clock.scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /** Called once a second. */
    synchronized void second() {
        secondsWaiting = stages.isEmpty() || !executors.isEmpty() ? 0 : secondsWaiting + 1;
        if (secondsWaiting % SECONDS_BETWEEN_NOTICES == SECONDS_OF_PATIENCE) {
            notices.accept("waiting for executors: " + cluster);
        }
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        executors.add(event.executorId());
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        executors.remove(event.executorId());
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        stages.add(event.stageInfo().stageId());
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        stages.remove(event.stageInfo().stageId());
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
        clock.shutdownNow();
    }
}
