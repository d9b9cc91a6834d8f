package fwlstm.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The number of trials, or of packs on GPUs, that Spark can run at once.
 *
 * @param gpu whether a slot is a GPU, or the part of one that Spark assigns to a task
 */
record ClusterSlots(SparkContext context, boolean gpu) {
    /**
     * The number of jobs queued beyond the running ones, so that no executor waits and dynamic allocation sees the
     * demand.
     */
    private static final int JOBS_AHEAD = 4;

    /** The present number of slots, at least 1. */
    int now() {
        SparkConf conf = context.getConf();
        if (!gpu) {
            return Math.max(1, context.defaultParallelism() / conf.getInt("spark.task.cpus", 1));
        }
        return isLocal()
                ? 1 // all threads would share GPU 0
                : Math.max(
                        1,
                        context.maxNumConcurrentTasks(
                                context.resourceProfileManager().defaultResourceProfile()));
    }

    /**
     * The largest number of jobs to give to Spark. Packs take long, so that waiting for the next one costs little, and
     * its width is best decided late.
     */
    int mostInFlight() {
        if (!gpu) {
            return 2 * now() + JOBS_AHEAD;
        }
        boolean grows = !isLocal() && context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
        return grows ? now() + JOBS_AHEAD : now();
    }

    private boolean isLocal() {
        return LocalMaster.of(context.master()).isPresent();
    }
}
