package fwlstm.spark;

import org.apache.spark.SparkConf;

/**
 * A heap that Spark takes for too small: it sets 300 MiB aside for itself and refuses to start with less than one and a half
 * times as much. Tables and small sweeps need far less.
 */
final class SmallHeap {
    private static final String RESERVED = "spark.testing.reservedMemory";
    private static final long LEAST_BYTES = 450L << 20;

    private SmallHeap() {}

    /** Sets aside what Spark may have of this process's heap. */
    static void adapt(SparkConf conf) {
        adapt(conf, Runtime.getRuntime().maxMemory());
    }

    static void adapt(SparkConf conf, long heapBytes) {
        if (heapBytes < LEAST_BYTES) {
            conf.setIfMissing(RESERVED, String.valueOf(heapBytes / 3));
        }
    }
}
