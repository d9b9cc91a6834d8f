package fwlstm.spark;

import fwlstm.config.ConfigException;
import org.apache.spark.SparkConf;

/**
 * A heap that Spark takes for too small: it sets 300 MiB aside for itself and refuses to start with less than one and a half
 * times as much. Tables and small sweeps need far less.
 */
final class SmallHeap {
    private static final String RESERVED = "spark.testing.reservedMemory";
    private static final long LEAST_BYTES_OF_SPARK = 450L << 20;

    /** Of {@code -Xmx64m}, less what some garbage collectors do not count; with less, Spark's threads die one by one. */
    private static final long LEAST_BYTES = 56L << 20;

    private SmallHeap() {}

    /** Sets aside what Spark may have of this process's heap; refuses one in which Spark does not work. */
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
