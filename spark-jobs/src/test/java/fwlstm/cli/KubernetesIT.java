package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.submit.KubernetesClientApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Spark asks a Kubernetes for with the settings that we ship, and a sweep on what a stand-in gives. */
@Timeout(300)
class KubernetesIT {
    private static final String SWEEP = """
            name: pods
            task: {name: art, pairs: 2}
            cell: {name: [fw-lstm, irnn], hidden: 20}
            train: {batch: 64, updates: 150, evaluate_every: 50}
            data: {train: 1000, validation: 200, test: 200}
            seeds: 6
            """;

    @TempDir
    Path folder;

    private final Properties before = System.getProperties();
    private FakeKubernetes kubernetes;

    @BeforeEach
    void start() {
        kubernetes = new FakeKubernetes(folder);
        System.setProperties((Properties) before.clone());
    }

    @AfterEach
    void stop() {
        System.setProperties(before);
        kubernetes.close();
    }

    /** The settings that we ship. */
    private static Map<String, String> shipped() throws Exception {
        Properties settings = new Properties();
        settings.load(new StringReader(Files.readString(Path.of("..", "conf", "spark", "kubernetes.conf"))));
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put((String) key, (String) value));
        return all;
    }

    private static void assertThatShippedSettingsAreIn(Pod pod) {
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("spark");
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getSpec().getContainers())
                .singleElement()
                .extracting(Container::getImage)
                .isEqualTo("REGISTRY/fwlstm-spark:4.2.0");
    }

    private static String request(Pod pod, String resource) {
        return pod.getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getRequests()
                .get(resource)
                .toString();
    }

    @Test
    void a_sweep_on_pods_has_the_settings_that_we_ship_and_the_same_bits_though_a_pod_dies() throws Exception {
        SparkConf conf = new SparkConf(false).setMaster(kubernetes.master()).setAppName("fwlstm");
        shipped().forEach(conf::set);
        conf.set("spark.kubernetes.submission.waitAppCompletion", "false");
        new KubernetesClientApplication()
                .start(
                        new String[] {
                            "--primary-java-resource", "local:///opt/fwlstm/fwlstm.jar",
                            "--main-class", Main.class.getName(),
                            "--arg", "sweep",
                            "--arg", "/opt/fwlstm/sweep.yaml"
                        },
                        conf);
        Pod driver = kubernetes
                .client()
                .pods()
                .inNamespace("default")
                .list()
                .getItems()
                .get(0);
        assertThatShippedSettingsAreIn(driver);
        assertThat(driver.getSpec().getContainers().get(0).getArgs())
                .startsWith("driver", "--properties-file")
                .containsSequence("--class", Main.class.getName())
                .endsWith("local:///opt/fwlstm/fwlstm.jar", "sweep", "/opt/fwlstm/sweep.yaml");

        String file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP).toString();
        Results local = new Results(folder.resolve("local"));
        Fw.run("sweep", file, "--out", local.address(), "--master", "local[1]");
        shipped().forEach(System::setProperty);
        Map.of(
                        "spark.kubernetes.driver.pod.name", driver.getMetadata().getName(),
                        "spark.dynamicAllocation.maxExecutors", "1",
                        "spark.executor.memory", "512m",
                        "spark.executor.cores", "2",
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.kubernetes.executor.podNamePrefix", "sweep")
                .forEach(System::setProperty);
        Results results = new Results(folder.resolve("pods"));
        CompletableFuture<Result> sweep = CompletableFuture.supplyAsync(
                () -> Fw.run("sweep", file, "--out", results.address(), "--master", kubernetes.master()));
        GuardedProcess.await(() -> {
            assertThat(sweep).as(() -> sweep.join().err()).isNotDone();
            return results.recorded() >= 1 && kubernetes.killExecutor() ? sweep : null;
        });
        assertThat(sweep.join().exitCode()).as(sweep.join().err()).isZero();
        assertThat(results.rows()).hasSize(12 + 12 * 3).isEqualTo(local.rows());

        assertThat(FakeKubernetes.environment(kubernetes.executors().get(0)))
                .containsEntry("SPARK_EXECUTOR_CORES", "2");
        assertThat(kubernetes.executors()).hasSizeGreaterThan(1).allSatisfy(pod -> {
            assertThatShippedSettingsAreIn(pod);
            assertThat(request(pod, "cpu")).isEqualTo("4");
            assertThat(request(pod, "memory")).isEqualTo(512 + 384 + "Mi");
            assertThat(pod.getMetadata().getOwnerReferences())
                    .extracting(OwnerReference::getName)
                    .containsExactly(driver.getMetadata().getName());
            assertThat(pod.getSpec()
                            .getContainers()
                            .get(0)
                            .getLifecycle()
                            .getPreStop()
                            .getExec()
                            .getCommand())
                    .as("notice of a decommission")
                    .containsExactly("/opt/decom.sh");
        });
        List<Pod> left = new ArrayList<>(
                kubernetes.client().pods().inNamespace("default").list().getItems());
        left.removeIf(
                pod -> pod.getMetadata().getName().equals(driver.getMetadata().getName()));
        assertThat(left).as("pods that outlive their sweep").isEmpty();
    }
}
