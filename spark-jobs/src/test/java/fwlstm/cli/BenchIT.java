package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark as the bundle for GPU machines runs it: the fat jar alone, and no more of Java than goes into the bundle. */
class BenchIT {
    private static final Path BUNDLE =
            Path.of("..", "benchmarks", "gpu").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void without_spark_the_fastest_provider_is_measured() throws Exception {
        try (GuardedProcess bench = bench("--cell", "irnn", "--hidden", "5", "--pairs", "2", "--seconds", "0.1")) {
            assertThat(bench.exitCode()).as(bench.text()).isZero();
            assertThat(bench.text()).contains("provider vector", "ms_median");
        }
    }

    @Test
    void a_gpu_that_cannot_be_used_is_a_failure_in_one_line() throws Exception {
        try (GuardedProcess bench = bench("--backend", "gpu", "--device", "1000", "--check")) {
            assertThat(bench.exitCode()).as(bench.text()).isEqualTo(1);
            assertThat(bench.text().lines().filter(line -> !line.startsWith("WARNING: Using incubator modules")))
                    .singleElement()
                    .asString()
                    .startsWith("fw: ");
        }
    }

    private GuardedProcess bench(String... arguments) throws IOException {
        String modules = String.join(",", Files.readAllLines(BUNDLE.resolve("modules")));
        List<String> options = List.of(
                "--limit-modules=" + modules,
                "--add-modules=jdk.incubator.vector",
                "-Djava.util.logging.config.file=" + BUNDLE.resolve("logging.properties"),
                "-cp",
                Commands.TARGET.resolve("fwlstm.jar").toString(),
                BenchMain.class.getName());
        return GuardedProcess.start(folder, "bench", Map.of(), ChildJava.command(options, List.of(arguments)));
    }
}
