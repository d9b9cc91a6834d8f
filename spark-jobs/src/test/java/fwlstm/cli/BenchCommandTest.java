package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

    @Test
    void what_cannot_be_measured_is_refused() {
        assertThat(Fw.run("bench", "--steps", "0").exitCode()).isEqualTo(2);
        assertThat(Fw.run("bench", "--pairs", "27").err()).contains("pairs", "27");
    }

    private static Result bench(String... arguments) {
        Stream<String> common = Stream.of("bench", "--batch", "4", "--seconds", "0.02", "--format", "csv");
        Result result = Fw.run(Stream.concat(common, Arrays.stream(arguments)).toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }
}
