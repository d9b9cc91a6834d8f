package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.resource.ResourceRequest;
import org.apache.spark.resource.ResourceRequirement;
import org.apache.spark.resource.ResourceUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

/** The files of settings for clusters say nothing that Spark does not understand, comments included. */
class ClusterSettingsTest {
    /** The objects that define the settings of Spark and of its modules for YARN and Kubernetes. */
    private static final List<String> DEFINITIONS = List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.deploy.yarn.config.package$",
            "org.apache.spark.deploy.k8s.Config$");

    private static final String OF_GPUS = "spark\\.(executor|task)\\.resource\\.gpu\\.(amount|discoveryScript|vendor)";

    /** Spark's settings by key. */
    private static Map<String, ConfigEntry<?>> known() throws ReflectiveOperationException {
        Map<String, ConfigEntry<?>> known = new HashMap<>();
        for (String name : DEFINITIONS) {
            Object module = Class.forName(name).getField("MODULE$").get(null);
            for (Method method : module.getClass().getMethods()) {
                if (ConfigEntry.class.isAssignableFrom(method.getReturnType()) && method.getParameterCount() == 0) {
                    ConfigEntry<?> entry = (ConfigEntry<?>) method.invoke(module);
                    known.put(entry.key(), entry);
                }
            }
        }
        return known;
    }

    /** The settings of a file, with those that it offers in comments. */
    private static Properties settings(String name) throws IOException {
        String text = Files.readString(Path.of("..", "conf", "spark", name));
        Properties settings = new Properties();
        settings.load(new StringReader(text.replaceAll("(?m)^# (spark\\.\\S+ +\\S+)$", "$1")));
        return settings;
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone.conf", "standalone-gpu.conf", "yarn.conf", "kubernetes.conf"})
    void every_setting_is_one_of_spark_with_a_value_that_it_accepts(String name) throws Exception {
        Properties settings = settings(name);
        assertThat(settings).hasSizeGreaterThan(8);
        Map<String, ConfigEntry<?>> known = known();
        Set<String> keys = new TreeSet<>(settings.stringPropertyNames());
        keys.removeIf(key -> key.startsWith("spark.executorEnv.") || key.matches(OF_GPUS));
        for (String key : keys) {
            assertThat(known).containsKey(key);
            assertThatCode(() -> known.get(key).valueConverter().apply(settings.getProperty(key)))
                    .as(key)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone-gpu.conf", "yarn.conf", "kubernetes.conf"})
    void spark_gives_every_task_a_gpu_or_a_part_of_one(String name) throws IOException {
        SparkConf conf = new SparkConf(false);
        settings(name).forEach((key, value) -> conf.set((String) key, (String) value));
        assertThat(GpuResources.areGiven(conf)).isTrue();
        ResourceRequest ofExecutor = CollectionConverters.asJava(
                        ResourceUtils.parseAllResourceRequests(conf, "spark.executor"))
                .get(0);
        assertThat(ofExecutor.id().resourceName()).isEqualTo("gpu");
        assertThat(ofExecutor.amount()).isEqualTo(1);
        ResourceRequirement ofTask = CollectionConverters.asJava(
                        ResourceUtils.parseResourceRequirements(conf, "spark.task"))
                .get(0);
        assertThat(ofTask.resourceName()).isEqualTo("gpu");
        assertThat(ofTask.amount()).isEqualTo(1);
        assertThat(ofTask.numParts()).isBetween(1, 2);
    }
}
