package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others say of a failure, with what to do about it here. */
class AdviceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Java heap space | -Xmx8g",
                "GC overhead limit exceeded | -Xmx8g",
                "[UNABLE_TO_ACQUIRE_MEMORY] Unable to acquire 65536 bytes of memory, got 0. | -Xmx8g",
                "unable to create native thread: possibly out of memory or process/resource limits reached | ulimit -u",
                "Metaspace | -XX:MaxMetaspaceSize",
                "Compressed class space | -XX:CompressedClassSpaceSize",
                "Cannot reserve 16777216 bytes of direct buffer memory (allocated: 1, limit: 2) | -XX:MaxDirectMemorySize",
                "Map failed | ulimit -v",
                "Requested array size exceeds VM limit | smaller batch"
            })
    void each_kind_of_memory_has_its_own_remedy(String said, String remedy) {
        assertThat(Advice.of(new IllegalStateException(new OutOfMemoryError(said))))
                .get()
                .asString()
                .contains(remedy);
        assertThat(Advice.of(new RuntimeException("Task failed: java.lang.OutOfMemoryError: " + said + "\n\tat x")))
                .get()
                .asString()
                .contains(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cannot call methods on a stopped SparkContext. | same version of Spark",
                "Address already in use: Service 'sparkDriver' failed after 16 retries (starting from 4000)! | spark.driver.port",
                "bind(..) failed with error(-99): Cannot assign requested address: Service 'sparkDriver' | SPARK_LOCAL_IP",
                "[INVALID_EXECUTOR_MEMORY] Executor memory 100 must be at least 471859200. | FW_JAVA_OPTS=-Dspark.executor.memory",
                "[INVALID_DRIVER_MEMORY] System memory 100 must be at least 471859200. | FW_JAVA_OPTS=-Xmx",
                "Lost task 1.0: org.apache.spark.executor.RemoteClassLoaderError: org.x | spark.driver.host",
                "Failed to create a temp directory (under /tmp) after 10 attempts! | -Djava.io.tmpdir",
                "Cannot run program \"bash\": error=11, Resource temporarily unavailable | ulimit -u",
                "/x/y.jar: Too many open files | ulimit -n",
                "No space left on device | -Djava.io.tmpdir",
                "class a cannot access class b because module java.base does not export sun.nio.ch | fw and spark-submit"
            })
    void sentences_of_spark_and_of_the_system_name_what_fw_has(String said, String remedy) {
        assertThat(Advice.of(new RuntimeException("outer", new RuntimeException(said))))
                .get()
                .asString()
                .contains(remedy)
                .doesNotContain("--driver-memory", "\n");
    }

    @Test
    void hosts_that_nobody_knows_are_named() {
        assertThat(Advice.of(new ExceptionInInitializerError(new UnknownHostException("here: here: Name unknown"))))
                .get()
                .asString()
                .contains("the host here;", "SPARK_LOCAL_IP=127.0.0.1");
        assertThat(Advice.of(new UnknownHostException("there")))
                .get()
                .asString()
                .contains("the host there;");
    }

    @Test
    void of_what_is_not_known_it_has_nothing_to_say() {
        assertThat(Advice.of(new RuntimeException("results/q: cannot be read"))).isEmpty();
        assertThat(Advice.of(new RuntimeException((String) null))).isEmpty();
    }
}
