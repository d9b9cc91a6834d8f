package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the benchmark prints; how fast it was is not for a test. */
class BenchCommandTest {
    @Test
    void a_row_per_point_with_the_share_of_each_phase() {
        Result result = bench("--cell", "irnn,lstm", "--hidden", "3", "--pairs", "1,2", "--phases");
        List<String> lines = result.out().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("cell,hidden,pairs,ms_median,ms_least,updates,gflops,percent_of_peak,products,norm,gates,"
                        + "memory,tokens,optimizer,other");
        assertThat(lines).hasSize(5);
        for (String line : lines.subList(1, 5)) {
            String[] values = line.split(",", -1);
            assertThat(Double.parseDouble(values[3])).isPositive();
            assertThat(Arrays.stream(values, 8, 15).mapToInt(Integer::parseInt).sum())
                    .isBetween(96, 104);
        }
    }

    @Test
    void sequences_of_any_length() {
        Result result = bench("--cell", "fw-lstm", "--hidden", "2", "--steps", "1,61");
        assertThat(result.out().lines().map(line -> line.split(",")[2])).containsExactly("steps", "1", "61");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1f", "0x1p3", "٣"})
    void what_is_no_number_is_refused(String seconds) {
        Result result = Fw.run("bench", "--seconds", seconds);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines().findFirst().orElseThrow())
                .startsWith("fw: ")
                .contains("--seconds", "found \"" + seconds + "\"", "allowed: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--steps 0",
                "--steps 1,99999",
                "--steps x",
                "--pairs 2 --steps 3",
                "--pairs 27",
                "--seconds -5",
                "--batch 0",
                "--hidden 0",
                "--cell gru",
                "--backend tpu",
                "--pack 4",
                "--stepwise",
                "--precision tf32",
                "--device 0",
                "--peer peer.csv",
                "--check",
                "--pack 0 --backend gpu",
                "--pack 4,x --backend gpu",
                "--precision float16 --backend gpu",
                "--device -1 --backend gpu",
                "--phases --backend gpu",
                "--steps 5 --backend gpu"
            })
    void what_cannot_be_measured_is_refused(String options) {
        Result result = Fw.run(("bench " + options).split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("fw: ")
                .contains(options.split(" ")[0].substring(2), "found ", "allowed: ");
    }

    private static Result bench(String... arguments) {
        Stream<String> common = Stream.of("bench", "--batch", "4", "--seconds", "0.02", "--format", "csv");
        Result result = Fw.run(Stream.concat(common, Arrays.stream(arguments)).toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }
}
