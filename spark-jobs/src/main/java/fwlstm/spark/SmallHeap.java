package fwlstm.spark;

import fwlstm.config.ConfigException;
import org.apache.spark.SparkConf;

/**
 * A heap that Spark considers too small: it reserves 300 MiB for itself and refuses to start with less than 1.5 times
 * as much. Tables and small sweeps need far less.
 */
final class SmallHeap {
    private static final String RESERVED = "spark.testing.reservedMemory";
    private static final long LEAST_BYTES_OF_SPARK = 450L << 20;

    /**
     * The heap with {@code -Xmx64m}, minus the part that some garbage collectors do not count; with less, Spark's
     * threads die one by one.
     */
    private static final long LEAST_BYTES = 56L << 20;

    private SmallHeap() {}

    /** Reserves Spark's part of this process's heap; refuses a heap in which Spark does not work. */
    static void adapt(SparkConf conf) {
        adapt(conf, Runtime.getRuntime().maxMemory());
    }

    static void adapt(SparkConf conf, long heapBytes) {
        if (heapBytes < LEAST_BYTES) {
            throw ConfigException.of(
                    "the heap", (heapBytes >> 20) + " MiB", "64 MiB or more; FW_JAVA_OPTS=-Xmx1g gives 1 GiB");
        }
        if (heapBytes < LEAST_BYTES_OF_SPARK) {
            conf.setIfMissing(RESERVED, String.valueOf(heapBytes / 3));
        }
    }
}
