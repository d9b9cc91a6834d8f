package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.DeviceException;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;

class GpuResourcesTest {
    private static Map<String, ResourceInformation> gpus(String... addresses) {
        return Map.of("gpu", new ResourceInformation("gpu", addresses));
    }

    @Test
    void a_task_trains_on_the_gpu_that_spark_gives_it_and_else_on_the_first() {
        assertThat(GpuResources.ordinal(gpus("3"))).isEqualTo(3);
        assertThat(GpuResources.ordinal(gpus("1", "2"))).isEqualTo(1);
        assertThat(GpuResources.ordinal(Map.of())).isZero();
    }

    @Test
    void addresses_that_are_no_numbers_are_refused_with_what_gives_numbers() {
        assertThatThrownBy(() -> GpuResources.ordinal(gpus("GPU-8f6d")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("GPU-8f6d")
                .hasMessageContaining("conf/spark/gpu-discovery");
    }
}
