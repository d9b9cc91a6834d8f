package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of settings for clusters say nothing that Spark does not understand, comments included. */
class ClusterSettingsTest {
    /** Documented in "Running Spark on YARN" and "Running Spark on Kubernetes"; their modules are not on the class path. */
    private static final Set<String> OF_OTHER_MODULES = Set.of(
            "spark.yarn.maxAppAttempts",
            "spark.yarn.am.attemptFailuresValidityInterval",
            "spark.kubernetes.container.image",
            "spark.kubernetes.file.upload.path",
            "spark.kubernetes.namespace",
            "spark.kubernetes.authenticate.driver.serviceAccountName",
            "spark.kubernetes.executor.request.cores");

    /** Spark's settings by key, from the object that defines them. */
    private static Map<String, ConfigEntry<?>> known() throws ReflectiveOperationException {
        Object module = Class.forName("org.apache.spark.internal.config.package$")
                .getField("MODULE$")
                .get(null);
        Map<String, ConfigEntry<?>> known = new HashMap<>();
        for (Method method : module.getClass().getMethods()) {
            if (ConfigEntry.class.isAssignableFrom(method.getReturnType()) && method.getParameterCount() == 0) {
                ConfigEntry<?> entry = (ConfigEntry<?>) method.invoke(module);
                known.put(entry.key(), entry);
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
    @ValueSource(strings = {"standalone.conf", "yarn.conf", "kubernetes.conf"})
    void every_setting_is_one_of_spark_with_a_value_that_it_accepts(String name) throws Exception {
        Properties settings = settings(name);
        assertThat(settings).hasSizeGreaterThan(8);
        Map<String, ConfigEntry<?>> known = known();
        Set<String> keys = new TreeSet<>(settings.stringPropertyNames());
        keys.removeAll(OF_OTHER_MODULES);
        for (String key : keys) {
            assertThat(known).containsKey(key);
            assertThatCode(() -> known.get(key).valueConverter().apply(settings.getProperty(key)))
                    .as(key)
                    .doesNotThrowAnyException();
        }
    }
}
