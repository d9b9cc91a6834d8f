package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session would fail of is refused before there is one. */
class MasterUrlTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local",
                "local[3]",
                "local[*]",
                "local[4, 2]",
                "spark://host:7077",
                "spark://a:1,b:2",
                "spark://[::1]:7077",
                "yarn",
                "k8s://https://host:6443"
            })
    void masters_that_spark_understands(String url) {
        assertThatCode(() -> MasterUrl.check("--master", url, Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "local[0]",
                "local[2,0]",
                "local[*,x]",
                "local[]",
                "mesos://host:5050",
                "spark://",
                "spark://host",
                "spark://host:0",
                "spark://a:1,b",
                "spark://host:99999",
                "local-cluster[0,1,1024]",
                "local-cluster[2,1]"
            })
    void masters_that_it_does_not(String url) {
        assertThatThrownBy(() -> MasterUrl.check("--master", url, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--master: found \"" + url + "\", allowed: ");
    }

    @Test
    void capitals_are_told_from_what_is_meant() {
        assertThatThrownBy(() -> MasterUrl.check("spark.master", "Local[2]", Map.of()))
                .hasMessageStartingWith("spark.master: ")
                .hasMessageContaining("did you mean local[2]?");
    }

    @Test
    void workers_on_this_machine_need_an_installation_and_the_memory_of_an_executor() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        Map<String, String> installed = Map.of("SPARK_HOME", folder.toString());
        String url = "local-cluster[2,1,1024]";
        assertThatCode(() -> MasterUrl.check("--master", url, installed)).doesNotThrowAnyException();
        assertThatThrownBy(() -> MasterUrl.check("--master", url, Map.of()))
                .hasMessageContaining("without an installation of Spark")
                .hasMessageContaining("SPARK_HOME");
        assertThatThrownBy(() -> MasterUrl.check("--master", url, Map.of("SPARK_HOME", "/nowhere")))
                .hasMessageContaining("SPARK_HOME");
        assertThatThrownBy(() -> MasterUrl.check("--master", "local-cluster[2,1,64]", installed))
                .hasMessageContaining("1024 MiB (spark.executor.memory=1g)");
    }

    @Test
    void a_failure_to_start_names_master_and_settings() {
        System.setProperty("spark.sql.shuffle.partitions", "x");
        try {
            SparkConf conf = new SparkConf(false).setMaster("local[2]");
            Exception inner = new NumberFormatException("For input string: \"x\"");
            Exception failure = StartFailure.of(conf, new RuntimeException("Error while\ninstantiating:", inner));
            assertThatCode(() -> {
                        throw failure;
                    })
                    .hasMessageStartingWith("Spark does not start with master local[2] and ")
                    .hasMessageContaining("spark.sql.shuffle.partitions=x")
                    .hasMessageEndingWith(": For input string: \"x\"");
        } finally {
            System.clearProperty("spark.sql.shuffle.partitions");
        }
    }

    @Test
    void folders_for_spark_must_be_writable_if_they_were_given() throws IOException {
        String below = Files.createFile(folder.resolve("file")) + "/x";
        SparkConf conf = new SparkConf(false).set("spark.local.dir", below + "," + folder.resolve("new"));
        assertThatCode(() -> LocalFolders.check(conf, Map.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> LocalFolders.check(conf, Map.of("SPARK_LOCAL_DIRS", below)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("SPARK_LOCAL_DIRS: found \"" + below);
    }
}
