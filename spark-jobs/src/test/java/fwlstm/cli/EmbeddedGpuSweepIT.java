package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import fwlstm.fake.FakeGpu;
import fwlstm.fake.FakeGpuFactory;
import fwlstm.model.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps with and without a GPU on embedded Spark; the GPU is a fake that computes on the CPU. */
class EmbeddedGpuSweepIT {
    private static final String CPU = Providers.chosen().name();

    private static final String TINY = """
            name: tiny
            task: {name: art, pairs: [1, 2]}
            cell: {name: fw-lstm, hidden: 6, embedding: 5, readout: 5, lambda: [0.9, 1.0]}
            train: {batch: 16, updates: 60, evaluate_every: 20, learning_rate: [1e-3, 1e-2]}
            data: {train: 500, validation: 100, test: 100}
            seeds: 2
            """;

    private static final String SEARCH = TINY.replace("pairs: [1, 2]", "pairs: 1")
                    .replace("lambda: [0.9, 1.0]", "lambda: 0.9")
                    .replace("learning_rate: [1e-3, 1e-2]", "learning_rate: {log_uniform: [1e-4, 1e-1]}")
            + "search: {strategy: asha, configurations: 9, reduction: 3, rungs: [20]}\n";

    @TempDir
    Path folder;

    @BeforeEach
    void plugIn() {
        System.setProperty(FakeGpuFactory.PROPERTY, "1");
    }

    @AfterEach
    void plugOut() {
        System.clearProperty(FakeGpuFactory.PROPERTY);
    }

    private Result sweep(String out, String text, String... more) throws IOException {
        String file = Files.writeString(folder.resolve("sweep.yaml"), text).toString();
        String[] sweep = {
            "sweep", file, "--master", "local[2]", "--out", folder.resolve(out).toString()
        };
        return Fw.run(Stream.concat(Arrays.stream(sweep), Arrays.stream(more)).toArray(String[]::new));
    }

    private Results results(String out) {
        return new Results(folder.resolve(out));
    }

    private List<String> executions(String out) {
        return results(out)
                .sql("SELECT backend, provider, pack_width, count(*) FROM trials GROUP BY 1, 2, 3 ORDER BY 3");
    }

    @Test
    void a_sweep_takes_the_gpu_that_is_there_and_its_packs_change_no_number() throws IOException {
        Result packed = sweep("gpu", TINY, "--precision", "tf32", "--pack-width", "6");
        assertThat(packed.exitCode()).as(packed.err()).isZero();
        assertThat(packed.out())
                .contains("at most 960 updates; backend gpu (fake GPU 0, provider fake-tf32), packs of up to 6 trials");
        assertThat(executions("gpu")).containsExactly("gpu,fake-tf32,2,4", "gpu,fake-tf32,6,12");

        System.clearProperty(FakeGpuFactory.PROPERTY);
        assertThat(sweep("cpu", TINY).out()).contains("backend cpu (provider " + CPU + ")");
        assertThat(executions("cpu")).containsExactly("cpu," + CPU + ",1,16");
        assertThat(results("gpu").rows())
                .hasSize(16 + 16 * 3)
                .isEqualTo(results("cpu").rows());
    }

    @Test
    void a_search_decides_the_same_with_packs() throws IOException {
        assertThat(sweep("gpu", SEARCH, "--backend", "gpu").exitCode()).isZero();
        assertThat(sweep("cpu", SEARCH, "--backend", "cpu").exitCode()).isZero();
        assertThat(results("gpu").rows()).isEqualTo(results("cpu").rows());
        assertThat(results("gpu").sql("SELECT DISTINCT backend FROM trials")).containsExactly("gpu");
        assertThat(results("gpu").sql("SELECT max(pack_width) > 4 FROM trials WHERE status = 'stopped'"))
                .containsExactly("true");
    }

    @Test
    void the_command_line_goes_before_the_sweep_file_and_neither_is_part_of_a_trial() throws IOException {
        String file = TINY + "backend: gpu\n";
        assertThat(sweep("out", file, "--backend", "cpu", "--set", "seeds=1").out())
                .contains("backend cpu");
        assertThat(sweep("out", file).out()).contains("16 trials, 8 recorded, 8 to train", "backend gpu");
        assertThat(sweep("out", TINY).out()).contains("16 recorded, 0 to train");
        assertThat(executions("out")).containsExactly("cpu," + CPU + ",1,8", "gpu,fake,4,8");
    }

    @Test
    void who_asks_for_a_gpu_hears_why_there_is_none_before_anything_is_written() throws IOException {
        System.clearProperty(FakeGpuFactory.PROPERTY);
        for (Result result : List.of(sweep("out", TINY, "--backend", "gpu"), Fw.run("train", "--backend", "gpu"))) {
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err().lines()).singleElement().asString().startsWith("fw: there is no fake GPU 0; ");
            assertThat(result.out()).isEmpty();
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void what_a_gpu_cannot_train_is_trained_on_the_cpu_if_there_is_a_choice() throws IOException {
        String mixed = TINY.replace("hidden: 6", "hidden: [6, " + FakeGpu.UNTRAINABLE + "]");
        Result refused = sweep("out", mixed, "--set", "seeds=1", "--backend", "gpu");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("the backend gpu cannot train fw-lstm art K=1 H=" + FakeGpu.UNTRAINABLE);
        assertThat(sweep("out", mixed, "--set", "seeds=1").exitCode()).isZero();
        assertThat(executions("out")).containsExactly("cpu," + CPU + ",1,8", "gpu,fake,4,8");
    }

    private static String seeds(long... seeds) {
        return SEARCH.replace("search: {strategy: asha, configurations: 9, reduction: 3, rungs: [20]}\n", "")
                .replace("{log_uniform: [1e-4, 1e-1]}", "1e-2")
                .replace("seeds: 2", "seeds: " + Arrays.toString(seeds));
    }

    @Test
    void a_trial_under_which_the_gpu_fails_takes_no_other_of_its_pack_along() throws IOException {
        Result result = sweep("out", seeds(0, 1, FakeGpuFactory.FATAL, 3, 4), "--backend", "gpu", "--attempts", "1");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("4 done, 1 failed");
        assertThat(results("out").sql("SELECT seed, backend, device, error FROM trials WHERE status = 'failed'"))
                .containsExactly("13,gpu,fake GPU 0,the fake GPU stumbles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0]", "[0, 1, 2, 3, 4]"})
    void a_gpu_that_fails_at_everything_ends_the_sweep_and_no_trial_is_recorded_as_failed(String seeds)
            throws IOException {
        String sweep = seeds(0).replace("seeds: [0]", "seeds: " + seeds);
        System.setProperty(FakeGpuFactory.SICK, "true");
        try {
            Result ended = sweep("out", sweep, "--backend", "gpu", "--attempts", "1");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err().lines().filter(line -> line.startsWith("fw: ")))
                    .singleElement()
                    .asString()
                    .contains("GPU 0 (fake GPU 0) on ", "fails whatever it is given", "the fake GPU is sick");
        } finally {
            System.clearProperty(FakeGpuFactory.SICK);
        }
        assertThat(sweep("out", sweep, "--backend", "gpu").out()).contains(" 0 recorded, ");
        assertThat(results("out").sql("SELECT DISTINCT status FROM trials")).containsExactly("done");
    }

    @Test
    void when_the_gpu_is_gone_a_sweep_ends_with_the_reason_or_goes_on_without() throws IOException {
        String sweep = seeds(0, 1, FakeGpuFactory.DESTRUCTIVE);
        Result ended = sweep("out", sweep, "--backend", "gpu");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines().filter(line -> line.startsWith("fw: ")))
                .singleElement()
                .asString()
                .contains(": there is no fake GPU 0; ");
        plugIn();
        assertThat(sweep("out", sweep).out()).contains("0 recorded, 3 to train; ", "backend gpu");
        assertThat(executions("out")).containsExactly("cpu," + CPU + ",1,3");
    }

    @Test
    void a_single_trial_says_what_trains_it() {
        String[] train = {
            "train",
            "--updates",
            "20",
            "--evaluate_every",
            "10",
            "--data_train",
            "500",
            "--data_validation",
            "100",
            "--data_test",
            "100"
        };
        assertThat(Fw.run(train).out()).contains(", provider fake on fake GPU 0\n");
        System.clearProperty(FakeGpuFactory.PROPERTY);
        assertThat(Fw.run(train).out()).contains(", provider " + CPU + "\n");
    }
}
