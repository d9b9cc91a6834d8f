package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.config.WriteRule;
import fwlstm.model.MemoryTrace.Pair;
import fwlstm.model.MemoryTrace.Read;
import fwlstm.model.MemoryTrace.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of the memory is what the network does. */
class MemoryTraceTest {
    private static final String SEQUENCE = "a1b2c3??b";
    private static final int LAST = Networks.STEPS - 1;

    static List<CellConfig> cellsWithMemory() {
        return Networks.cells().stream().filter(cell -> cell.memory() != null).toList();
    }

    private static Trial trial(CellConfig cell) {
        return new Trial(
                new TaskConfig(TaskName.ART, Networks.PAIRS),
                cell,
                Settings.bind(TrainConfig.class, Map.of("batch", Networks.BATCH)),
                Settings.bind(DataConfig.class, Map.of()),
                0);
    }

    @ParameterizedTest
    @MethodSource("cellsWithMemory")
    void every_read_is_the_weighted_sum_of_what_was_written(CellConfig cell) {
        MemoryTrace trace = MemoryTrace.of(trial(cell), Networks.parameters(cell), SEQUENCE);
        for (int t = 0; t <= LAST; t++) {
            List<Read> reads = trace.steps().get(t).reads();
            assertThat(reads).hasSize(cell.reads());
            for (int s = 0; s < reads.size(); s++) {
                double[] weights = trace.weights(t, s);
                float[] sum = new float[7];
                for (int tau = 0; tau <= t; tau++) {
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += (float) (weights[tau] * trace.steps().get(tau).written()[i]);
                    }
                }
                assertClose(sum, reads.get(s).result());
                assertShares(cell, trace.shares(t, s), reads.get(s));
            }
        }
        assertThat(cell.memory().eta() == 0
                        || norm(trace.steps().get(LAST).reads().get(0).result()) > 1e-3)
                .isTrue();
    }

    private static void assertShares(CellConfig cell, double[] shares, Read read) {
        boolean nothing = norm(read.result()) == 0;
        assertThat(Arrays.stream(shares).sum()).isCloseTo(nothing ? 0 : 1, within(1e-5));
        if (cell.memory().writeRule() == WriteRule.HEBB) {
            assertThat(Arrays.stream(shares).boxed()).allMatch(share -> share >= 0 && share < 1 + 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("cellsWithMemory")
    void fast_weights_follow_the_write_rule_and_give_the_reads(CellConfig cell) {
        MemoryTrace trace = MemoryTrace.of(trial(cell), Networks.parameters(cell), SEQUENCE);
        double[][] a = new double[7][7];
        for (int t = 0; t <= LAST; t++) {
            Step step = trace.steps().get(t);
            float[] r = step.written();
            double eta = cell.memory().eta();
            double lengthSquared = norm(r) * norm(r);
            double decay = cell.memory().writeRule() == WriteRule.OJA
                    ? 1 - eta * lengthSquared
                    : cell.memory().lambda();
            for (int i = 0; i < 7; i++) {
                for (int j = 0; j < 7; j++) {
                    a[i][j] = decay * a[i][j] + eta * r[i] * r[j];
                }
            }
            float[] expected = new float[49];
            for (int n = 0; n < 49; n++) {
                expected[n] = (float) a[n / 7][n % 7];
            }
            assertClose(step.fastWeights().data, expected);
            for (Read read : step.reads()) {
                float[] product = new float[7];
                for (int n = 0; n < 49; n++) {
                    product[n / 7] += expected[n] * read.query()[n % 7];
                }
                assertClose(product, read.result());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cellsWithMemory")
    void it_is_the_network_that_answers(CellConfig cell) {
        Parameters parameters = Networks.parameters(cell);
        float[] logits = MemoryTrace.of(trial(cell), parameters, SEQUENCE).logits();
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        for (Provider provider : EngineTest.providers()) {
            List<Prediction.Answer> answers =
                    Prediction.of(provider, trial(cell), parameters, SEQUENCE).answers();
            assertThat(answers).hasSize(logits.length);
            for (Prediction.Answer answer : answers) {
                int token = "abcdefghijklmnopqrstuvwxyz0123456789?".indexOf(answer.token());
                assertThat(logits[token] - Math.log(sum)).isCloseTo(answer.logProbability(), within(1e-5));
            }
        }
    }

    @Test
    void steps_and_pairs_have_their_tokens() {
        CellConfig cell = Networks.cell("fw-lstm");
        MemoryTrace art = MemoryTrace.of(trial(cell), Networks.parameters(cell), "a1z0??z");
        assertThat(art.steps()).hasSize(7);
        assertThat(art.token(0)).isEqualTo('a');
        assertThat(art.token(4)).isEqualTo('?');
        assertThat(art.pairs()).containsExactly(new Pair('a', '1', 0, 1), new Pair('z', '0', 2, 3));
        Trial mart = new Trial(
                new TaskConfig(TaskName.MART, 4),
                cell,
                trial(cell).train(),
                trial(cell).data(),
                0);
        assertThat(MemoryTrace.of(mart, Networks.parameters(cell), "az10??a").pairs())
                .containsExactly(new Pair('a', '1', 0, 2), new Pair('z', '0', 1, 3));
    }

    @Test
    void cells_without_a_memory_are_refused() {
        for (String name : CellConfig.names()) {
            CellConfig cell = Networks.cell(name);
            assertThat(cell.memory() == null).as(name).isEqualTo(cell.reads() == 0);
            if (cell.memory() != null) {
                continue;
            }
            assertThatThrownBy(() -> MemoryTrace.of(trial(cell), Networks.parameters(cell), SEQUENCE))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("cell: found \"" + name
                            + "\", allowed: fw-lstm or fw-rnn; the other cells have no fast weight memory");
        }
    }

    private static double norm(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    private static void assertClose(float[] found, float[] expected) {
        float[] difference = new float[found.length];
        for (int i = 0; i < found.length; i++) {
            difference[i] = found[i] - expected[i];
        }
        assertThat(norm(difference)).isLessThanOrEqualTo(1e-5 * Math.max(1, norm(expected)));
    }
}
