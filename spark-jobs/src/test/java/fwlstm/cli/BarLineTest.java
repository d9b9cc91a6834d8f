package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.spark.SweepProgress.Moment;
import fwlstm.spark.TrialProgress;
import fwlstm.train.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BarLineTest {
    private static final String NAME = "quickstart";

    private static Moment moment(double fraction, Double secondsLeft, int running) {
        List<TrialProgress> trials = IntStream.range(0, running)
                .mapToObj(n -> new TrialProgress(
                        "id" + n, "fw-lstm art K=4 H=50 seed " + n, 0, 0, 250, 3000, n == 0 ? 0.345 : null))
                .toList();
        return new Moment(
                30, Map.of(Status.DONE, 12), 0, Map.of(), 0, 0, fraction, secondsLeft, 1000.0, 2, trials, List.of());
    }

    private static String line(Moment moment, int width) {
        return BarLine.of(NAME, moment, width, true);
    }

    @Test
    void at_80_columns_there_are_a_bar_and_all_numbers() {
        assertThat(line(moment(0.45, 65.0, 0), 80))
                .isEqualTo("quickstart 45 % |██████         | 12/30 trials, about 65 s left");
        assertThat(line(moment(0.45, 65.0, 3), 80))
                .startsWith("quickstart 45 % |██████         | 12/30 trials, about 65 s left: fw-")
                .endsWith("…");
    }

    @Test
    void at_40_columns_the_numbers_stay() {
        assertThat(line(moment(0.45, 65.0, 3), 40)).isEqualTo("45 % 12/30 trials, about 65 s left");
        assertThat(line(moment(0.05, null, 3), 40)).isEqualTo("quickstart 5 % 12/30 trials");
    }

    @Test
    void at_200_columns_what_runs_is_named() {
        assertThat(line(moment(0.5, 65.0, 2), 200))
                .contains("|" + "█".repeat(19) + " ".repeat(20) + "| 12/30 trials")
                .endsWith(": fw-lstm art K=4 H=50 seed 0: 34.5 % at 250; fw-lstm art K=4 H=50 seed 1");
    }

    @Test
    void an_unknown_width_is_taken_for_80_columns() {
        for (int width : new int[] {0, -1}) {
            assertThat(line(moment(0.45, 65.0, 3), width)).isEqualTo(line(moment(0.45, 65.0, 3), 80));
        }
    }

    @Test
    void no_line_is_as_long_as_the_terminal_is_wide() {
        for (int width = 1; width < 250; width++) {
            for (int running = 0; running < 5; running++) {
                assertThat(line(moment(0.999, 1e6, running), width)).hasSizeLessThan(width);
            }
        }
    }

    @Test
    void a_bar_is_full_only_at_the_end() {
        assertThat(line(moment(0.9999, 1.0, 0), 80)).contains(" 99 % |", " |");
        assertThat(line(moment(1, 0.0, 0), 80)).contains(" 100 % |" + "█".repeat(15) + "|");
    }

    @Test
    void without_blocks_everything_is_ascii() {
        assertThat(BarLine.of(NAME, moment(0.5, 65.0, 3), 80, false)).isASCII().contains("|#######");
    }

    @Test
    void what_a_search_takes_up_again_and_what_went_wrong_has_its_place() {
        Moment moment = new Moment(
                12,
                Map.of(Status.FAILED, 1),
                4,
                Map.of(Status.DIVERGED, 1),
                3,
                2,
                0.5,
                null,
                null,
                2,
                List.of(),
                List.of());
        assertThat(line(moment, 120))
                .endsWith("| 1/12 trials, 1/4 resumed, 3 paused, 1 diverged, 1 failed, 2 attempts repeated");
    }
}
