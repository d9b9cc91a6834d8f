package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Networks;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.model.ReferenceNetwork;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import fwlstm.train.PackShape;
import fwlstm.train.Precision;
import fwlstm.train.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels against the double-precision reference, on shapes that fill no tile and no warp. */
@ExtendWith(OnCudaDouble.class)
class GpuGradientIT {
    static Stream<Arguments> cellsAndWays() {
        return Networks.cells().stream()
                .filter(cell -> CellKernels.of(cell).isPresent()) // those without: CellKernelsTest
                .flatMap(cell -> Stream.of(Arguments.of(cell, true), Arguments.of(cell, false)));
    }

    @ParameterizedTest(name = "{0} stepwise {1}")
    @MethodSource("cellsAndWays")
    void gradients_agree_with_the_reference(CellConfig cell, boolean stepwise) {
        compare(cell, TaskName.ART, 5, stepwise);
    }

    @ParameterizedTest(name = "{0} stepwise {1}")
    @MethodSource("cellsAndWays")
    void gradients_of_a_larger_batch_agree_with_the_reference(CellConfig cell, boolean stepwise) {
        compare(cell, TaskName.MART, 19, stepwise);
    }

    /** Missing barriers and accesses beyond an allocation show as wrong gradients or failures. */
    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void threads_in_any_order_and_guarded_memory_find_nothing(String name) {
        CudaDouble.guardPieces();
        try {
            for (int seed = 1; seed <= 2; seed++) {
                CudaDouble.set(CudaDouble.Option.SHUFFLE, seed);
                CellConfig cell = CellConfig.of(name, Map.of("hidden", 9, "embedding", 5, "readout", 6));
                compare(cell, TaskName.ART, 11, seed == 1);
            }
        } finally {
            CudaDouble.reset();
        }
    }

    private static void compare(CellConfig cell, TaskName task, int batchSize, boolean stepwise) {
        List<Trial> trials = pack(cell, task, batchSize);
        try (GpuBackend backend = stepwise
                        ? GpuBackend.openStepwise(0, Precision.FLOAT32, 3)
                        : GpuBackend.open(0, Precision.FLOAT32, 3);
                GpuPack pack = backend.pack(trials)) {
            List<Parameters> starts = new ArrayList<>();
            for (int k = 0; k < trials.size(); k++) {
                Snapshot start = Snapshot.empty(trials.get(k).cell());
                start.parameters().set(Networks.parameters(trials.get(k).cell()));
                starts.add(start.parameters());
                pack.restore(k, start);
            }
            pack.gradients(7); // nothing of an earlier batch may remain
            int update = 3;
            List<Parameters> gradients = pack.gradients(update);
            for (int k = 0; k < trials.size(); k++) {
                Trial trial = trials.get(k);
                Batch batch = new Batch(trial.task().steps(), batchSize);
                new Dataset(trial.task(), trial.data(), trial.seed()).train(update, batch);
                ReferenceNetwork reference = new ReferenceNetwork(trial.cell(), starts.get(k));
                reference.lossAndGradients(batch);
                for (ParameterSpec spec : starts.get(k).specs()) {
                    assertThat(Networks.relativeError(
                                    gradients.get(k).get(spec.name()), reference.gradients.get(spec.name())))
                            .as("trial %d %s", k, spec.name())
                            .isLessThan(1e-4);
                }
            }
        }
    }

    /** Trials of one shape that differ in all that may differ. */
    private static List<Trial> pack(CellConfig cell, TaskName task, int batchSize) {
        List<Trial> trials = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            Map<String, Object> values = new HashMap<>(Settings.values((Record) cell));
            values.values().removeIf(Objects::isNull); // lambda under Oja's rule
            if (k == 1) {
                values.computeIfPresent("lambda", (key, lambda) -> 0.7 * (Double) lambda);
                values.computeIfPresent("eta", (key, eta) -> 0.5 * (Double) eta);
                values.computeIfPresent("forget_bias", (key, bias) -> (Double) bias + 0.5);
            }
            trials.add(new Trial(
                    new TaskConfig(task, Networks.PAIRS),
                    CellConfig.of(cell.name(), values),
                    Settings.bind(TrainConfig.class, Map.of("batch", batchSize)),
                    new DataConfig(1000, 1, 1),
                    1 + k));
        }
        assertThat(trials.stream().map(PackShape::of).distinct()).hasSize(1);
        return trials;
    }
}
