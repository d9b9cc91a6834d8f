package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.DataConfig;
import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.model.Providers;
import fwlstm.model.Score;
import fwlstm.task.Split;
import fwlstm.train.BestParameters;
import fwlstm.train.Checkpoints;
import fwlstm.train.CpuBackend;
import fwlstm.train.DeviceException;
import fwlstm.train.OutOfDeviceMemoryException;
import fwlstm.train.Pack;
import fwlstm.train.PackBenchmark;
import fwlstm.train.PackShape;
import fwlstm.train.Precision;
import fwlstm.train.Snapshot;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training of packs, against the same trials alone and on the CPU. */
@ExtendWith(OnCudaDouble.class)
class GpuPackIT {
    private GpuBackend gpu;

    @BeforeEach
    void openGpu() {
        gpu = GpuBackend.open(0, Precision.FLOAT32, 64);
    }

    @AfterEach
    void closeGpu() {
        gpu.close();
    }

    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void a_pack_gives_the_numbers_of_its_trials_alone_and_of_the_cpu(String cell) {
        List<Trial> trials = GpuTrials.mixed(cell);
        int updates = 20;
        try (Pack pack = gpu.open(trials)) {
            double[] losses = pack.train(new int[trials.size()], updates);
            boolean[] all = new boolean[trials.size()];
            Arrays.fill(all, true);
            Score[] scores = pack.evaluate(all, Split.VALIDATION);
            for (int k = 0; k < trials.size(); k++) {
                Snapshot found = pack.snapshot(k);
                try (Pack alone = gpu.open(trials.subList(k, k + 1));
                        Pack cpu = new CpuBackend(Providers.chosen()).open(trials.subList(k, k + 1))) {
                    double loss = alone.train(new int[1], updates)[0];
                    assertThat(losses[k]).isCloseTo(loss, within(1e-5));
                    assertThat(distance(found.parameters(), alone.snapshot(0).parameters()))
                            .isLessThan(1e-5);

                    assertThat(losses[k]).isCloseTo(cpu.train(new int[1], updates)[0], within(1e-4));
                    Snapshot ofCpu = cpu.snapshot(0);
                    assertThat(distance(found.parameters(), ofCpu.parameters())).isLessThan(2e-3);
                    assertThat(distance(found.state().secondMoment, ofCpu.state().secondMoment))
                            .isLessThan(1e-3);
                    assertThat(found.state().step).isEqualTo(ofCpu.state().step);
                    Score score = cpu.evaluate(new boolean[] {true}, Split.VALIDATION)[0];
                    assertThat(scores[k].loss()).isCloseTo(score.loss(), within(1e-3));
                    assertThat(scores[k].accuracy()).isCloseTo(score.accuracy(), within(1.5 / 33));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"validation, 33", "test, 47"})
    void an_untrained_pack_scores_as_the_cpu_does(String name, int size) {
        Split split = Split.valueOf(name.toUpperCase(Locale.ROOT));
        List<Trial> trials = GpuTrials.mixed("fw-lstm");
        boolean[] wanted = {true, false, true, true, false};
        try (Pack pack = gpu.open(trials);
                Pack cpu = new CpuBackend(Providers.chosen()).open(trials)) {
            Score[] found = pack.evaluate(wanted, split);
            Score[] expected = cpu.evaluate(wanted, split);
            for (int k = 0; k < wanted.length; k++) {
                if (wanted[k]) {
                    assertThat(found[k].loss()).isCloseTo(expected[k].loss(), within(1e-5));
                    assertThat(found[k].accuracy() * size).isCloseTo(expected[k].accuracy() * size, within(1e-9));
                } else {
                    assertThat(found[k]).isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"fw-lstm, 6, false", "fw-rnn, 6, true", "lstm, 1, false"})
    void a_test_at_another_difficulty_is_that_of_the_cpu_and_disturbs_no_training(
            String cell, int testPairs, boolean stepwise) {
        List<Trial> trials = GpuTrials.mixed(cell);
        List<Trial> tested =
                trials.stream().map(trial -> testedAt(testPairs, trial)).toList();
        boolean[] all = {true, true, true, true, true};
        try (GpuBackend step = GpuBackend.openStepwise(0, Precision.FLOAT32, 64);
                Pack pack = (stepwise ? step : gpu).open(tested);
                Pack untested = (stepwise ? step : gpu).open(trials);
                Pack cpu = new CpuBackend(Providers.chosen()).open(tested)) {
            pack.train(new int[5], 10);
            untested.train(new int[5], 10);
            Score[] scores = pack.evaluate(all, Split.TEST);
            for (int k = 0; k < 5; k++) {
                cpu.restore(k, pack.snapshot(k));
            }
            Score[] expected = cpu.evaluate(all, Split.TEST);
            int[] from = {10, 10, 10, 10, 10};
            assertThat(pack.train(from, 10)).isEqualTo(untested.train(from, 10));
            Score[] validation = pack.evaluate(all, Split.VALIDATION);
            Score[] expectedValidation = untested.evaluate(all, Split.VALIDATION);
            for (int k = 0; k < 5; k++) {
                assertThat(scores[k].loss()).isCloseTo(expected[k].loss(), within(1e-5));
                assertThat(scores[k].error()).isEqualTo(expected[k].error());
                assertThat(validation[k].loss()).isEqualTo(expectedValidation[k].loss());
            }
        }
    }

    private static Trial testedAt(int pairs, Trial trial) {
        return new Trial(trial.task(), trial.cell(), trial.train(), new DataConfig(95, 33, 47, pairs), trial.seed());
    }

    @Test
    void what_has_no_kernels_is_left_to_the_cpu_and_never_in_a_pack_with_others() {
        Trial paper = GpuTrials.trial("fw-lstm", 1);
        Trial raw = GpuTrials.trial("fw-lstm", 1, Map.of("carry", "raw"), Map.of());
        assertThat(gpu.packWidth(paper)).isPositive();
        assertThat(gpu.packWidth(raw)).isZero();
        assertThat(PackShape.of(raw)).isNotEqualTo(PackShape.of(paper));
        assertThatThrownBy(() -> gpu.open(List.of(raw)))
                .isInstanceOf(DeviceException.class)
                .hasMessage(
                        "the backend gpu cannot train fw-lstm art K=2 H=12 seed 1, see docs/gpu.md; cpu and auto can");
    }

    @Test
    void step_by_step_gives_the_numbers_of_all_steps_at_once() {
        List<Trial> trials = GpuTrials.mixed("fw-lstm");
        try (GpuBackend stepwise = GpuBackend.openStepwise(0, Precision.FLOAT32, 64);
                Pack one = gpu.open(trials);
                Pack other = stepwise.open(trials)) {
            one.train(new int[5], 20);
            other.train(new int[5], 20);
            for (int k = 0; k < 5; k++) {
                assertThat(distance(
                                one.snapshot(k).parameters(), other.snapshot(k).parameters()))
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void what_is_trained_in_parts_and_by_turns_is_as_if_trained_at_once() {
        List<Trial> trials = GpuTrials.mixed("fw-lstm");
        try (Pack pack = gpu.open(trials);
                Pack parts = gpu.open(trials)) {
            double[] whole = pack.train(new int[5], 30, new double[5]);
            double[] sums = parts.train(new int[5], 10, new double[5]);
            Snapshot third = parts.snapshot(2);
            // The others are moved out of the way.
            double[] outer = parts.train(new int[] {10, -1, -1, -1, 10}, 20, sums);
            parts.keepBest(1);
            parts.restore(2, third);
            double[] inner = parts.train(new int[] {-1, 10, 10, 10, -1}, 20, sums);
            assertThat(new double[] {outer[0], inner[1], inner[2], inner[3], outer[4]})
                    .containsExactly(whole, within(1e-6));
            for (int k = 0; k < 5; k++) {
                assertThat(distance(
                                pack.snapshot(k).parameters(), parts.snapshot(k).parameters()))
                        .as("trial %d", k)
                        .isLessThan(1e-6);
                assertThat(parts.snapshot(k).state().step).isEqualTo(30);
            }
            parts.useBest(1);
            assertThat(distance(parts.snapshot(1).parameters(), pack.snapshot(1).parameters()))
                    .isGreaterThan(1e-4);
        }
    }

    @Test
    void a_trainer_trains_a_pack_of_which_some_diverge_and_some_stop_early() throws IOException {
        List<Trial> trials = List.of(
                GpuTrials.trial("irnn", 1, Map.of(), Map.of("optimizer", "sgd", "learning_rate", 0.05)),
                GpuTrials.trial("irnn", 2, Map.of(), Map.of("optimizer", "sgd", "learning_rate", 10)),
                GpuTrials.trial(
                        "irnn", 3, Map.of(), Map.of("optimizer", "sgd", "learning_rate", 0.05, "stop_accuracy", 0.01)),
                GpuTrials.trial("irnn", 4, Map.of(), Map.of("optimizer", "sgd", "learning_rate", 0.05)));
        BestParameters best = new BestParameters();
        BestParameters expectedBest = new BestParameters();
        List<TrialRecord> found = new Trainer(gpu, Checkpoints.NONE, best).train(trials, 0);
        List<TrialRecord> expected =
                new Trainer(new CpuBackend(Providers.chosen()), Checkpoints.NONE, expectedBest).train(trials, 0);
        for (int k = 0; k < trials.size(); k++) {
            assertThat(found.get(k).result().status())
                    .isEqualTo(expected.get(k).result().status());
            assertThat(found.get(k).result().updatesRun())
                    .isEqualTo(expected.get(k).result().updatesRun());
            if (found.get(k).result().status() == Status.DONE) {
                assertThat(found.get(k).result().testLoss())
                        .isCloseTo(expected.get(k).result().testLoss(), within(1e-3));
            }
        }
        assertThat(best.byTrial()).containsOnlyKeys(trials.get(0), trials.get(2), trials.get(3));
        best.byTrial()
                .forEach((trial, parameters) -> assertThat(
                                distance(parameters, expectedBest.byTrial().get(trial)))
                        .isLessThan(1e-3));
        assertThat(found.get(1).result().status()).isEqualTo(Status.DIVERGED);
        assertThat(found.get(2).result().updatesRun()).isEqualTo(25);
        assertThat(found.get(0).execution().backend()).isEqualTo("gpu");
        assertThat(found.get(0).execution().packWidth()).isEqualTo(4);
    }

    /** 0x7fffffff is what GPUs themselves make. */
    @Test
    void a_single_logit_that_is_not_a_number_makes_the_loss_so() {
        List<Trial> trials = List.of(GpuTrials.trial("irnn", 1));
        try (Pack pack = gpu.open(trials)) {
            Snapshot snapshot = pack.snapshot(0);
            snapshot.parameters().get("readout.b_2").data[36] = Float.intBitsToFloat(0x7fffffff);
            pack.restore(0, snapshot);
            assertThat(pack.evaluate(new boolean[] {true}, Split.VALIDATION)[0].loss())
                    .isNaN();
            assertThat(pack.train(new int[1], 1)).containsExactly(Double.NaN);
        }
    }

    /** Each array an allocation of its own, of which only the first ones fit. */
    @Test
    void a_pack_that_cannot_be_made_leaves_the_memory_as_it_was() {
        List<Trial> trials = PackBenchmark.pack(GpuTrials.trial("irnn", 1), 64);
        long bytes = CudaDouble.usedBytes();
        long objects = CudaDouble.liveObjects();
        DeviceMemory.separatePieces = true;
        CudaDouble.set(CudaDouble.Option.MEBIBYTES, 33); // of which cuBLAS has 32
        try {
            for (int n = 0; n < 3; n++) {
                assertThatThrownBy(() -> gpu.open(trials)).isInstanceOf(OutOfDeviceMemoryException.class);
                assertThat(CudaDouble.usedBytes()).isEqualTo(bytes);
                assertThat(CudaDouble.liveObjects()).isEqualTo(objects);
            }
            gpu.open(trials.subList(0, 2)).close();
        } finally {
            CudaDouble.reset();
        }
    }

    @Test
    void many_packs_leave_the_memory_as_it_was() {
        List<Trial> trials = List.of(GpuTrials.trial("fw-lstm", 1), GpuTrials.trial("fw-lstm", 2));
        long bytes = CudaDouble.usedBytes();
        long objects = CudaDouble.liveObjects();
        for (int n = 0; n < 30; n++) {
            try (Pack pack = gpu.open(trials)) {
                pack.train(new int[2], 1);
                assertThat(CudaDouble.usedBytes()).isGreaterThan(bytes);
            }
            assertThat(CudaDouble.usedBytes()).isEqualTo(bytes);
            assertThat(CudaDouble.liveObjects()).isEqualTo(objects);
        }
    }

    static double distance(Parameters found, Parameters expected) {
        double largest = 0;
        for (ParameterSpec spec : found.specs()) {
            float[] a = found.get(spec.name()).data;
            float[] b = expected.get(spec.name()).data;
            for (int n = 0; n < a.length; n++) {
                largest = Math.max(largest, Math.abs(a[n] - b[n]));
                assertThat(a[n]).isFinite();
            }
        }
        return largest;
    }
}
