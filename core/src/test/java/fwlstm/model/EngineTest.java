package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import fwlstm.config.CellConfig;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider promises besides right gradients. */
class EngineTest {
    private static final CellConfig CELL = Networks.cell("fw-lstm");

    static List<Provider> providers() {
        return Providers.all().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void repeated_runs_give_the_same_bits(Provider provider) {
        for (CellConfig cell : Networks.cells()) {
            assertThat(train(provider, cell).get("W_h").data)
                    .isEqualTo(train(provider, cell).get("W_h").data);
        }
    }

    /** All but the reference, which returns a new matrix from every operation in order to read like the equations. */
    static List<Provider> providersForTraining() {
        return providers().stream()
                .filter(provider -> !provider.name().equals("ejml"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("providersForTraining")
    void a_warm_update_allocates_next_to_nothing(Provider provider) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String name : CellConfig.names()) {
            CellConfig cell = Networks.cell(name, "hidden", 50);
            Engine engine = provider.engine(Networks.network(cell, 4, "clip_norm", 0.1), Networks.parameters(cell));
            Batch batch = Networks.batch(0);
            Dataset data = Networks.dataset();
            Score score = new Score();
            long least = Long.MAX_VALUE;
            for (int window = 0; window < 60 && least > 0; window++) { // until the compiler is done
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int update = 0; update < 20; update++) {
                    data.train(update, batch);
                    engine.gradients(batch);
                    engine.update(1e-3);
                    engine.evaluate(batch, Networks.BATCH, score);
                }
                least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 20);
            }
            assertThat(least).as(name).isLessThan(1_000);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void evaluation_scores_what_training_sees(Provider provider) {
        Parameters parameters = Networks.parameters(CELL);
        Engine engine = provider.engine(Networks.network(CELL, Networks.STEPS), parameters);
        Batch batch = Networks.batch(0);
        double loss = engine.gradients(batch);
        Score all = new Score();
        engine.evaluate(batch, Networks.BATCH, all);
        assertThat(all.loss()).isCloseTo(loss, within(1e-6));
        assertThat(all.accuracy() + all.error()).isCloseTo(1, within(1e-12));

        Score first = new Score();
        engine.evaluate(batch, 2, first);
        assertThat(first.loss())
                .isCloseTo(new ReferenceNetwork(CELL, parameters).loss(firstOf(batch, 2)), within(1e-5));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void gradients_are_clipped_to_a_joint_norm(Provider provider) {
        Parameters start = Networks.parameters(CELL);
        Parameters parameters = Networks.parameters(CELL);
        double clip = 0.01;
        Engine engine = provider.engine(
                Networks.network(CELL, Networks.STEPS, "clip_norm", clip, "optimizer", "sgd"), parameters);
        engine.gradients(Networks.batch(0));
        engine.update(1.0);
        double squares = 0;
        double downhill = 0;
        for (ParameterSpec spec : start.specs()) {
            float[] gradient = engine.gradients().get(spec.name()).data;
            float[] before = start.get(spec.name()).data;
            float[] after = parameters.get(spec.name()).data;
            for (int n = 0; n < before.length; n++) {
                squares += Math.pow(before[n] - after[n], 2);
                downhill += (before[n] - after[n]) * gradient[n];
            }
        }
        assertThat(Math.sqrt(squares)).isCloseTo(clip, within(1e-5));
        assertThat(downhill).isPositive();
    }

    @Test
    void the_form_of_the_memory_follows_from_the_shape() {
        assertThat(NetworkConfig.memoryChunk(19, 50)).isEqualTo(19);
        assertThat(NetworkConfig.memoryChunk(515, 20)).isEqualTo(10);
    }

    private static Parameters train(Provider provider, CellConfig cell) {
        Engine engine = provider.engine(Networks.network(cell, 4), Networks.parameters(cell));
        for (int update = 0; update < 5; update++) {
            engine.gradients(Networks.batch(update));
            engine.update(1e-3);
        }
        return engine.parameters();
    }

    private static Batch firstOf(Batch batch, int count) {
        Batch first = new Batch(batch.steps(), count);
        for (int column = 0; column < count; column++) {
            for (int t = 0; t < batch.steps(); t++) {
                first.tokens()[t * count + column] = batch.tokens()[t * batch.size() + column];
            }
            first.targets()[column] = batch.targets()[column];
        }
        return first;
    }
}
