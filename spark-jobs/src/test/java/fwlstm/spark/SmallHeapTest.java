package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SmallHeapTest {
    private static final String RESERVED = "spark.testing.reservedMemory";

    private final SparkConf conf = new SparkConf(false);

    @Test
    void a_large_heap_is_left_to_spark() {
        SmallHeap.adapt(conf, 450L << 20);
        assertThat(conf.contains(RESERVED)).isFalse();
    }

    @Test
    void of_a_small_heap_spark_sets_aside_a_third_unless_it_was_told_otherwise() {
        SmallHeap.adapt(conf, 240L << 20);
        SmallHeap.adapt(conf, 120L << 20);
        assertThat(conf.getLong(RESERVED, 0)).isEqualTo(80L << 20);
    }

    @Test
    void a_heap_in_which_spark_does_not_work_is_refused_with_the_option_that_fw_has() {
        assertThatThrownBy(() -> SmallHeap.adapt(conf, 40L << 20))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("40 MiB", "64 MiB or more", "FW_JAVA_OPTS=-Xmx");
    }
}
