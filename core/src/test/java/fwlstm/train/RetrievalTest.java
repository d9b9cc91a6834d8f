package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.MemoryTrace;
import fwlstm.model.MemoryTrace.Pair;
import fwlstm.model.Parameters;
import fwlstm.model.Providers;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import fwlstm.task.Split;
import fwlstm.task.Vocabulary;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a network has learned to do with its memory. */
class RetrievalTest {
    private static final Trial TRIAL = new Trial(
            new TaskConfig(TaskName.ART, 2),
            CellConfig.of("fw-lstm", Map.of("hidden", 20, "embedding", 20, "readout", 20)),
            Settings.bind(
                    TrainConfig.class,
                    Map.of("batch", 64, "updates", 600, "evaluate_every", 200, "learning_rate", 1e-2)),
            Settings.bind(DataConfig.class, Map.of("train", 20_000, "validation", 500, "test", 500)),
            1);

    /** By chance it would be half of the sequences. */
    @Test
    void a_trained_memory_reads_mostly_the_pair_that_is_asked_for() throws IOException {
        BestParameters best = new BestParameters();
        new Trainer(new CpuBackend(Providers.chosen()), Checkpoints.NONE, best).train(List.of(TRIAL), 0);
        Parameters trained = best.byTrial().get(TRIAL);
        int steps = TRIAL.task().steps();
        Batch batch = new Batch(steps, 100);
        new Dataset(TRIAL.task(), TRIAL.data(), TRIAL.seed()).sequences(Split.TEST, 0, batch);
        int asked = 0;
        for (int column = 0; column < batch.size(); column++) {
            StringBuilder sequence = new StringBuilder();
            for (int t = 0; t < steps; t++) {
                sequence.append(Vocabulary.symbol(batch.tokens()[t * batch.size() + column]));
            }
            MemoryTrace trace = MemoryTrace.of(TRIAL, trained, sequence.toString());
            double[] shares = trace.shares(steps - 1, 0);
            Pair largest = trace.pairs().stream()
                    .max(Comparator.comparingDouble(pair -> shares[pair.keyStep()] + shares[pair.valueStep()]))
                    .orElseThrow();
            asked += largest.key() == trace.token(steps - 1) ? 1 : 0;
        }
        assertThat(asked).isGreaterThan(85);
    }
}
