package fwlstm.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * How much Spark can run at once: trials, or on GPUs packs of them.
 *
 * @param gpu whether a slot is a GPU, or the part of one that Spark gives to a task
 */
record Slots(SparkContext context, boolean gpu) {
    /** Jobs ahead of the running ones, so that no executor waits and dynamic allocation sees what is wanted. */
    private static final int JOBS_AHEAD = 4;

    /** Slots as things are, at least 1. */
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

    /** The most jobs that Spark should have. Packs take long: the wait for the next is little, and its width best decided late. */
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
