package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Prediction;
import fwlstm.model.Provider;
import fwlstm.model.Providers;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import fwlstm.task.Split;
import fwlstm.task.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trials tested with another number of pairs than they are trained with. */
class TestPairsTest {
    private static final int TESTED = 37;

    /** H = 6: up to T = 12, so K = 4, fast weights are read by attention, beyond as a matrix. */
    private static Trial trial(String cell, TaskName task, int pairs, Integer testPairs, int test) {
        return new Trial(
                new TaskConfig(task, pairs),
                CellConfig.of(cell, Map.of("hidden", 6, "embedding", 8, "readout", 8)),
                Settings.bind(
                        TrainConfig.class,
                        Map.of("batch", 16, "updates", 60, "evaluate_every", 20, "learning_rate", 1e-2)),
                new DataConfig(1000, 100, test, testPairs),
                3);
    }

    /** Trains a trial to the end. */
    private static TrialRecord train(Provider provider, Trial trial, BestParameters best) throws IOException {
        return new Trainer(new CpuBackend(provider), Checkpoints.NONE, best)
                .train(List.of(trial), 0)
                .get(0);
    }

    static Stream<Arguments> difficulties() {
        return Providers.all().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .flatMap(provider -> Stream.of(
                        Arguments.of(provider.name(), "fw-lstm", TaskName.ART, 2, 9),
                        Arguments.of(provider.name(), "fw-lstm", TaskName.MART, 9, 2),
                        Arguments.of(provider.name(), "fw-rnn", TaskName.MART, 3, 26),
                        Arguments.of(provider.name(), "lstm", TaskName.ART, 4, 1)));
    }

    @ParameterizedTest
    @MethodSource("difficulties")
    void the_test_error_is_that_of_the_network_asked_the_sequences_of_a_trial_trained_there(
            String name, String cell, TaskName task, int pairs, int testPairs) throws IOException {
        Provider provider = Providers.named(name);
        Trial trial = trial(cell, task, pairs, testPairs, TESTED);
        BestParameters best = new BestParameters();
        TrialRecord record = train(provider, trial, best);

        Trial there = trial(cell, task, testPairs, null, TESTED);
        Batch sequences = new Batch(there.task().steps(), TESTED);
        new Dataset(there.task(), there.data(), there.seed()).sequences(Split.TEST, 0, sequences);
        int wrong = 0;
        double loss = 0;
        for (int column = 0; column < TESTED; column++) {
            Prediction prediction =
                    Prediction.of(provider, there, best.byTrial().get(trial), text(sequences, column));
            wrong += prediction.answers().get(0).token() == prediction.target() ? 0 : 1;
            loss -= prediction.answers().stream()
                    .filter(answer -> answer.token() == prediction.target())
                    .findFirst()
                    .orElseThrow()
                    .logProbability();
        }
        assertThat(record.result().testError()).isEqualTo((double) wrong / TESTED);
        assertThat(record.result().testLoss()).isCloseTo(loss / TESTED, within(1e-9));
    }

    private static String text(Batch batch, int column) {
        StringBuilder text = new StringBuilder();
        for (int t = 0; t < batch.steps(); t++) {
            text.append(Vocabulary.symbol(batch.tokens()[t * batch.size() + column]));
        }
        return text.toString();
    }

    @Test
    void training_and_validation_do_not_notice() throws IOException {
        Provider provider = Providers.chosen();
        BestParameters best = new BestParameters();
        Trial ofOwn = trial("fw-lstm", TaskName.ART, 3, null, TESTED);
        Trial ofOther = trial("fw-lstm", TaskName.ART, 3, 7, TESTED);
        TrialRecord own = train(provider, ofOwn, best);
        TrialRecord other = train(provider, ofOther, best);
        assertThat(other.curve())
                .usingRecursiveComparison()
                .ignoringFields("seconds")
                .isEqualTo(own.curve());
        assertThat(other.result().testLoss()).isNotEqualTo(own.result().testLoss());
        assertThat(best.byTrial().get(ofOther).get("W_h").data)
                .isEqualTo(best.byTrial().get(ofOwn).get("W_h").data);
    }

    @Test
    void the_cost_counts_test_sequences_as_long_as_they_are() {
        double there = cost(8, null, 1001) - cost(8, null, 1);
        double here = cost(2, null, 1001) - cost(2, null, 1);
        assertThat(cost(2, 8, 1001) - cost(2, 8, 1)).isCloseTo(there, within(1e-6 * there));
        assertThat(there).isGreaterThan(2 * here);
    }

    private static double cost(int pairs, Integer testPairs, int test) {
        return FlopCount.ofTrial(trial("fw-lstm", TaskName.ART, pairs, testPairs, test));
    }

    @Test
    void trials_tested_at_different_difficulties_are_no_pack() {
        PackShape shape = PackShape.of(trial("fw-lstm", TaskName.ART, 2, 8, 10));
        assertThat(shape).isNotEqualTo(PackShape.of(trial("fw-lstm", TaskName.ART, 2, null, 10)));
        assertThat(shape).isNotEqualTo(PackShape.of(trial("fw-lstm", TaskName.ART, 2, 9, 10)));
    }
}
