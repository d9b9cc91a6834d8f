package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.CellConfig;
import fwlstm.task.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every provider against the double-precision reference, and the reference against finite differences. */
class GradientTest {
    private static final int ATTENTION = Networks.STEPS;
    private static final int MATRIX = 1;
    private static final int MIXED = 4;
    private static final int STEPS_FOLLOWED = 5;

    static List<CellConfig> cells() {
        return Networks.cells();
    }

    static Stream<Arguments> providersCellsAndMemoryForms() {
        return Providers.all().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .flatMap(provider -> Networks.cells().stream()
                        .flatMap(cell -> memoryForms(provider, cell).stream()
                                .map(chunk -> Arguments.of(provider.name(), cell, chunk))));
    }

    /** The reference provider has but one form, the matrix. */
    private static List<Integer> memoryForms(Provider provider, CellConfig cell) {
        boolean several = cell.reads() > 0 && !provider.name().equals("ejml");
        return several ? List.of(ATTENTION, MATRIX, MIXED) : List.of(ATTENTION);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void reference_gradients_agree_with_finite_differences(CellConfig cell) {
        ReferenceNetwork reference = new ReferenceNetwork(cell, Networks.parameters(cell));
        Batch batch = Networks.batch(0, 2);
        reference.lossAndGradients(batch);
        double step = 1e-6;
        reference.parameters.forEach((name, matrix) -> {
            for (int n = name.hashCode() & 3; n < matrix.data.length; n += 1 + matrix.data.length / 5) {
                double value = matrix.data[n];
                matrix.data[n] = value + step;
                double above = reference.loss(batch);
                matrix.data[n] = value - step;
                double below = reference.loss(batch);
                matrix.data[n] = value;
                double gradient = reference.gradients.get(name).data[n];
                assertThat((above - below) / (2 * step))
                        .as("%s[%d]", name, n)
                        .isCloseTo(gradient, within(1e-7 + 1e-5 * Math.abs(gradient)));
            }
        });
    }

    @ParameterizedTest(name = "{0} {1} memory chunk {2}")
    @MethodSource("providersCellsAndMemoryForms")
    void gradients_agree_with_the_reference(String provider, CellConfig cell, int memoryChunk) {
        Parameters parameters = Networks.parameters(cell);
        Engine engine = Providers.named(provider).engine(Networks.network(cell, memoryChunk), parameters);
        engine.gradients(Networks.batch(1)); // nothing of an earlier batch may remain
        Expected reference = Expected.of(cell);

        assertThat(engine.gradients(Networks.batch(0))).isCloseTo(reference.losses.get(0), within(1e-5));
        for (ParameterSpec spec : parameters.specs()) {
            assertThat(Networks.relativeError(
                            engine.gradients().get(spec.name()), reference.gradients.get(spec.name())))
                    .as(spec.name())
                    .isLessThan(1e-4);
        }
    }

    @ParameterizedTest(name = "{0} {1} memory chunk {2}")
    @MethodSource("providersCellsAndMemoryForms")
    void training_steps_follow_the_reference(String provider, CellConfig cell, int memoryChunk) {
        Parameters parameters = Networks.parameters(cell);
        Engine engine = Providers.named(provider).engine(Networks.network(cell, memoryChunk), parameters);
        List<Double> losses = Expected.of(cell).losses;
        for (int update = 0; update < STEPS_FOLLOWED; update++) {
            assertThat(engine.gradients(Networks.batch(update)))
                    .as("loss at update %d", update)
                    .isCloseTo(losses.get(update), within(2e-4));
            engine.update(1e-3);
        }
    }

    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void a_batch_of_any_size_and_evaluations_between_leave_the_gradients_right(String name) {
        CellConfig cell = Networks.cell(name);
        Parameters parameters = Networks.parameters(cell);
        int size = 37;
        Batch batch = Networks.batch(1, size);
        ReferenceNetwork reference = new ReferenceNetwork(cell, parameters);
        double loss = reference.lossAndGradients(batch);
        for (Provider provider : Providers.all()) {
            Engine engine = provider.engine(Networks.network(cell, MIXED, "batch", size), parameters);
            for (int time = 0; time < 2; time++) {
                Score score = new Score();
                engine.evaluate(batch, size, score);
                assertThat(score.loss()).isCloseTo(loss, within(1e-5));
                assertThat(engine.gradients(batch)).isCloseTo(loss, within(1e-5));
                for (ParameterSpec spec : parameters.specs()) {
                    assertThat(Networks.relativeError(
                                    engine.gradients().get(spec.name()), reference.gradients.get(spec.name())))
                            .as("%s %s", provider.name(), spec.name())
                            .isLessThan(5e-4);
                }
            }
        }
    }

    @Test
    void decay_and_rate_of_the_fast_weights_are_not_interchangeable() {
        Batch batch = Networks.batch(0);
        List<String> withMemory = CellConfig.names().stream()
                .filter(name -> Networks.cell(name).memory() != null)
                .toList();
        assertThat(withMemory).isNotEmpty();
        for (String name : withMemory) {
            CellConfig cell = Networks.cell(name, "lambda", 0.9, "eta", 0.5);
            CellConfig swapped = Networks.cell(name, "lambda", 0.5, "eta", 0.9);
            Parameters parameters = Networks.parameters(cell);
            double expected = new ReferenceNetwork(cell, parameters).loss(batch);
            double ofSwapped = new ReferenceNetwork(swapped, parameters).loss(batch);
            assertThat(Math.abs(expected - ofSwapped)).isGreaterThan(1e-3);
            Engine engine = Providers.chosen().engine(Networks.network(cell, ATTENTION), parameters);
            assertThat(engine.gradients(batch)).isCloseTo(expected, within(1e-5));
        }
    }

    /**
     * The reference of a cell, which is the same for every provider and every form of the memory.
     *
     * @param losses before each of the training steps
     * @param gradients before the first
     */
    private record Expected(List<Double> losses, Map<String, DMatrixRMaj> gradients) {
        private static final Map<CellConfig, Expected> ALL = new HashMap<>();

        static Expected of(CellConfig cell) {
            return ALL.computeIfAbsent(cell, Expected::train);
        }

        private static Expected train(CellConfig cell) {
            ReferenceNetwork reference = new ReferenceNetwork(cell, Networks.parameters(cell));
            ReferenceAdam adam = new ReferenceAdam(reference);
            List<Double> losses = new ArrayList<>();
            Map<String, DMatrixRMaj> gradients = null;
            for (int update = 0; update < STEPS_FOLLOWED; update++) {
                losses.add(reference.lossAndGradients(Networks.batch(update)));
                gradients = gradients == null ? new HashMap<>(reference.gradients) : gradients;
                adam.step(1e-3);
            }
            return new Expected(losses, gradients);
        }
    }

    /** Adam as Kingma and Ba 2015 write it, in double precision. */
    private static final class ReferenceAdam {
        private final ReferenceNetwork network;
        private final Map<String, double[][]> moments = new HashMap<>();
        private int step;

        ReferenceAdam(ReferenceNetwork network) {
            this.network = network;
            network.parameters.forEach((name, matrix) -> moments.put(name, new double[2][matrix.data.length]));
        }

        void step(double learningRate) {
            step++;
            network.parameters.forEach((name, matrix) -> {
                double[] m = moments.get(name)[0];
                double[] v = moments.get(name)[1];
                for (int n = 0; n < m.length; n++) {
                    double g = network.gradients.get(name).data[n];
                    m[n] = 0.9 * m[n] + 0.1 * g;
                    v[n] = 0.999 * v[n] + 0.001 * g * g;
                    double mHat = m[n] / (1 - Math.pow(0.9, step));
                    double vHat = v[n] / (1 - Math.pow(0.999, step));
                    matrix.data[n] -= learningRate * mHat / (Math.sqrt(vHat) + 1e-8);
                }
            });
        }
    }
}
