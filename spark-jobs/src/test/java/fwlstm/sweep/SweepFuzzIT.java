package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.ConfigException;
import fwlstm.results.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a sweep file says: it is a sweep, or it is refused in one line. */
class SweepFuzzIT {
    private static final String SWEEP = """
            name: paper
            task:  {name: [art, mart], pairs: [4, 8, 16]}
            cell:
              - {name: fw-lstm, hidden: [20, 50, 100], lambda: 1.0, eta: 1.0}
              - {name: fw-rnn,  hidden: [20, 50], lambda: 0.9, train: {learning_rate: 1e-4}}
              - name: ln-lstm
                hidden: 20
            train: {learning_rate: [1e-3, 3e-3], batch: 128, updates: 20000, evaluate_every: 500}
            data:  {train: 100000, validation: 10000, test: 20000}
            seeds: 2
            search: {strategy: grid}
            """;

    @Test
    @Timeout(120)
    void any_text_is_a_sweep_or_refused_in_one_line() {
        byte[] text = SWEEP.getBytes(StandardCharsets.UTF_8);
        int sweeps = 0;
        for (int seed = 0; seed < 5000; seed++) {
            String mutated = new String(Mutations.of(text, seed), StandardCharsets.UTF_8);
            try {
                Sweep sweep = SweepFile.parse(mutated, List.of());
                assertThat(sweep.trials()).as(mutated).isNotEmpty();
                sweeps++;
            } catch (ConfigException e) {
                assertThat(e.getMessage().lines()).as("mutation %d", seed).hasSize(1);
            }
        }
        assertThat(sweeps).isBetween(1, 4999);
    }

    @Test
    @Timeout(30)
    void texts_made_to_exhaust_a_reader_are_refused() {
        for (String text : List.of(
                "[".repeat(100_000),
                "{a: ".repeat(100_000),
                "- ".repeat(50_000),
                "name: " + "x".repeat(3_000_000),
                "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
                "seeds: 1" + "0".repeat(100_000),
                "train: {learning_rate: 1e999999999}",
                "? ? ? ? ?",
                "!!java.io.File /etc/passwd",
                "\u0000")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> SweepFile.parse(text, List.of())))
                    .as(text.substring(0, Math.min(40, text.length())))
                    .isInstanceOf(ConfigException.class)
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        }
    }
}
