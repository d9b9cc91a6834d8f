package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Provider;
import fwlstm.model.Providers;
import fwlstm.model.Score;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import fwlstm.task.Split;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static Trial trial(String cell, long seed, Object... train) {
        Map<String, Object> values =
                new HashMap<>(Map.of("batch", 32, "updates", 200, "evaluate_every", 50, "learning_rate", 3e-3));
        for (int n = 0; n < train.length; n += 2) {
            values.put((String) train[n], train[n + 1]);
        }
        return new Trial(
                new TaskConfig(TaskName.ART, 2),
                CellConfig.of(cell, Map.of("hidden", 20, "embedding", 16, "readout", 16)),
                Settings.bind(TrainConfig.class, values),
                new DataConfig(20_000, 300, 300),
                seed);
    }

    private static TrialRecord train(Trial trial, Checkpoints checkpoints) throws IOException {
        Backend backend = new CpuBackend(Providers.chosen());
        return new Trainer(backend, checkpoints, (t, point) -> {})
                .train(List.of(trial), 0)
                .get(0);
    }

    private static TrialRecord train(Trial trial) throws IOException {
        return train(trial, Checkpoints.NONE);
    }

    /** What must be the same: the result and the curve but for its times. */
    private static List<Object> comparable(TrialRecord record) {
        List<Object> values = new ArrayList<>(List.of(record.result()));
        record.curve()
                .forEach(p -> values.add(Arrays.asList(
                        p.update(), p.epoch(), p.trainLoss(), p.validationLoss(), p.validationAccuracy())));
        return values;
    }

    @Test
    void training_learns() throws IOException {
        TrialRecord record = train(trial("fw-lstm", 1, "updates", 600));
        assertThat(record.result().status()).isEqualTo(Status.DONE);
        assertThat(record.result().testAccuracy()).isGreaterThan(0.7); // the guessing plateau is at 0.55
        assertThat(record.result().updatesTo50()).isBetween(50, 600);
        assertThat(record.curve()).hasSize(12);
        assertThat(record.curve().get(11).epoch()).isEqualTo(600 / 625.0);
    }

    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void stopping_at_a_checkpoint_and_going_on_changes_no_bit(String cell, @TempDir Path folder) throws IOException {
        Trial trial = trial(cell, 2, "schedule", "cosine");
        List<byte[]> written = new ArrayList<>();
        Checkpoints recorder = new Checkpoints() {
            @Override
            public Optional<Checkpoint> load(Trial t, String numerics) {
                return Optional.empty();
            }

            @Override
            public void save(Checkpoint checkpoint, boolean needed) throws IOException {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                checkpoint.write(out);
                written.add(out.toByteArray());
            }
        };
        TrialRecord whole = train(trial, recorder);
        assertThat(written).hasSize(3);

        Path file = folder.resolve("trial.checkpoint");
        Files.write(file, written.get(1)); // after 100 of 200 updates
        List<Integer> evaluated = new ArrayList<>();
        TrialRecord resumed = new Trainer(
                        new CpuBackend(Providers.chosen()),
                        new FileCheckpoint(file),
                        (t, point) -> evaluated.add(point.update()))
                .train(List.of(trial), 1)
                .get(0);
        assertThat(evaluated).containsExactly(150, 200);
        assertThat(comparable(resumed)).isEqualTo(comparable(whole));
        assertThat(resumed.execution().attempt()).isEqualTo(1);
    }

    @Test
    void parameters_handed_out_are_those_of_the_test_score() throws IOException {
        List<Trial> trials = List.of(
                trial("lstm", 1, "learning_rate", 0.3), // past its best in the end
                trial("lstm", 2));
        BestParameters best = new BestParameters();
        Provider provider = Providers.chosen();
        List<TrialRecord> records = new Trainer(new CpuBackend(provider), Checkpoints.NONE, best).train(trials, 0);
        assertThat(records.get(0).result().bestValidationUpdate()).isLessThan(200);
        for (TrialRecord record : records) {
            Trial trial = record.trial();
            Engine engine =
                    provider.engine(NetworkConfig.of(trial), best.byTrial().get(trial));
            Batch batch = new Batch(trial.task().steps(), trial.train().batch());
            Dataset data = new Dataset(trial.task(), trial.data(), trial.seed());
            Score score = new Score();
            for (int first = 0; first < trial.data().test(); first += batch.size()) {
                engine.evaluate(batch, data.sequences(Split.TEST, first, batch), score);
            }
            assertThat(score.loss()).isEqualTo(record.result().testLoss());
        }
    }

    @Test
    void pausing_and_going_on_changes_no_bit(@TempDir Path folder) throws IOException {
        Trial trial = trial("fw-lstm", 2, "schedule", "cosine");
        Checkpoints file = new FileCheckpoint(folder.resolve("trial.checkpoint"));
        Trainer trainer = new Trainer(new CpuBackend(Providers.chosen()), file, (t, point) -> {});
        TrialRecord paused = trainer.train(List.of(trial), 0, 100).get(0);
        assertThat(paused.result().status()).isEqualTo(Status.STOPPED);
        assertThat(paused.result().updatesRun()).isEqualTo(100);
        assertThat(paused.result().bestValidationAccuracy()).isNotNull();
        assertThat(paused.result().testError()).isNull();
        assertThat(comparable(trainer.train(List.of(trial), 0, 100).get(0))).isEqualTo(comparable(paused));
        TrialRecord whole = trainer.train(List.of(trial), 0).get(0);
        assertThat(comparable(whole)).isEqualTo(comparable(train(trial)));
        assertThatThrownBy(() -> trainer.train(List.of(trial), 0, 70)).hasMessageContaining("70");
    }

    @Test
    void a_trial_that_ends_before_the_pause_is_done() throws IOException {
        Trial trial = trial("fw-lstm", 1, "updates", 2000, "stop_accuracy", 0.2);
        TrialRecord record = new Trainer(new CpuBackend(Providers.chosen()), Checkpoints.NONE, (t, p) -> {})
                .train(List.of(trial), 0, 1000)
                .get(0);
        assertThat(record.result().status()).isEqualTo(Status.DONE);
        assertThat(record.result().testError()).isNotNull();
    }

    @Test
    void a_pack_gives_the_numbers_of_its_trials_alone() throws IOException {
        List<Trial> trials = List.of(
                trial("fw-lstm", 1, "optimizer", "sgd"),
                trial("fw-lstm", 2, "optimizer", "sgd", "learning_rate", 10),
                trial("fw-lstm", 3, "optimizer", "sgd", "clip_norm", 1));
        List<TrialRecord> pack =
                new Trainer(new CpuBackend(Providers.chosen()), Checkpoints.NONE, (t, p) -> {}).train(trials, 0);
        for (int k = 0; k < trials.size(); k++) {
            assertThat(pack.get(k).trial()).isEqualTo(trials.get(k));
            assertThat(pack.get(k).execution().packWidth()).isEqualTo(3);
            assertThat(comparable(pack.get(k))).isEqualTo(comparable(train(trials.get(k))));
        }
    }

    /** What a pack must not change: records, curves, best parameters, and the checkpoints on the way. */
    @ParameterizedTest
    @ValueSource(strings = {"adam", "sgd"})
    void a_pack_of_trials_at_different_updates_is_evaluated_where_each_would_be_alone(String optimizer)
            throws IOException {
        Object[] ragged = {"updates", 120, "optimizer", optimizer, "patience", 2, "patience_on_plateau", true};
        List<Trial> trials = List.of(
                trial("irnn", 1, ragged),
                trial("irnn", 2, ragged),
                trial("irnn", 3, ragged),
                trial("irnn", 4, "updates", 120, "optimizer", optimizer, "learning_rate", 10));
        List<KeptCheckpoints> alone = new ArrayList<>();
        List<TrialRecord> expected = new ArrayList<>();
        for (Trial trial : trials) {
            alone.add(new KeptCheckpoints(Map.of()));
            expected.add(train(trial, alone.get(alone.size() - 1)));
        }
        KeptCheckpoints pack = new KeptCheckpoints(Map.of(
                trials.get(0), alone.get(0).at(trials.get(0), 100),
                trials.get(1), alone.get(1).at(trials.get(1), 50)));
        BestParameters best = new BestParameters();
        List<TrialRecord> found = new Trainer(new CpuBackend(Providers.chosen()), pack, best).train(trials, 0);
        for (int k = 0; k < trials.size(); k++) {
            assertThat(comparable(found.get(k))).isEqualTo(comparable(expected.get(k)));
            pack.assertSameOnTheWay(trials.get(k), alone.get(k));
        }
        assertThat(found.get(1).curve()).extracting(CurvePoint::update).containsExactly(50, 100, 120);
        if (optimizer.equals("sgd")) {
            assertThat(found.get(3).result().status()).isEqualTo(Status.DIVERGED);
        }
    }

    /** Keeps every checkpoint that is saved, and has some to begin with. */
    private static final class KeptCheckpoints implements Checkpoints {
        private final Map<Trial, byte[]> first;
        private final Map<Trial, Map<Integer, byte[]>> saved = new HashMap<>();

        KeptCheckpoints(Map<Trial, byte[]> first) {
            this.first = first;
        }

        @Override
        public Optional<Checkpoint> load(Trial trial, String numerics) throws IOException {
            return first.containsKey(trial) ? Optional.of(read(first.get(trial))) : Optional.empty();
        }

        @Override
        public void save(Checkpoint checkpoint, boolean needed) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            checkpoint.write(out);
            saved.computeIfAbsent(checkpoint.trial(), trial -> new HashMap<>())
                    .put(checkpoint.update(), out.toByteArray());
        }

        byte[] at(Trial trial, int update) {
            return saved.get(trial).get(update);
        }

        private static Checkpoint read(byte[] bytes) throws IOException {
            return Checkpoint.read(new ByteArrayInputStream(bytes));
        }

        /** Every checkpoint that was saved here was saved there, with the same course and state. */
        void assertSameOnTheWay(Trial trial, KeptCheckpoints there) throws IOException {
            for (Map.Entry<Integer, byte[]> entry :
                    saved.getOrDefault(trial, Map.of()).entrySet()) {
                Checkpoint found = read(entry.getValue());
                Checkpoint expected = read(there.at(trial, entry.getKey()));
                assertThat(found.bestUpdate()).isEqualTo(expected.bestUpdate());
                for (ParameterSpec spec : found.best().specs()) {
                    assertThat(found.best().get(spec.name()).data)
                            .containsExactly(expected.best().get(spec.name()).data);
                    assertThat(found.snapshot().parameters().get(spec.name()).data)
                            .containsExactly(expected.snapshot().parameters().get(spec.name()).data);
                    assertThat(found.snapshot().state().secondMoment.get(spec.name()).data)
                            .containsExactly(
                                    expected.snapshot().state().secondMoment.get(spec.name()).data);
                }
            }
        }
    }

    @Test
    void a_diverged_trial_is_a_result() throws IOException {
        TrialRecord record = train(trial("irnn", 1, "learning_rate", 10, "optimizer", "sgd"));
        assertThat(record.result().status()).isEqualTo(Status.DIVERGED);
        assertThat(record.result().testError()).isNull();
        assertThat(record.curve()).isNotEmpty().last().matches(p -> p.validationAccuracy() == null);
        assertThat(record.result().updatesRun()).isLessThanOrEqualTo(200);
    }

    @Test
    void training_stops_at_its_target_accuracy() throws IOException {
        TrialRecord record = train(trial("fw-lstm", 1, "updates", 2000, "stop_accuracy", 0.6));
        assertThat(record.result().updatesRun()).isLessThan(2000);
        assertThat(record.result().bestValidationAccuracy()).isGreaterThanOrEqualTo(0.6);
    }

    @Test
    void patience_waits_on_the_guessing_plateau_unless_told_otherwise() throws IOException {
        Object[] stuck = {"learning_rate", 1e-9, "updates", 500, "patience", 2};
        assertThat(train(trial("lstm", 1, stuck)).result().updatesRun()).isEqualTo(500);
        Object[] impatient = Arrays.copyOf(stuck, stuck.length + 2);
        impatient[stuck.length] = "patience_on_plateau";
        impatient[stuck.length + 1] = true;
        assertThat(train(trial("lstm", 1, impatient)).result().updatesRun()).isLessThan(500);
    }

    @Test
    void a_budget_that_is_no_multiple_of_the_evaluation_interval_is_used_up() throws IOException {
        TrialRecord record = train(trial("lstm", 1, "updates", 120));
        assertThat(record.curve()).extracting(CurvePoint::update).containsExactly(50, 100, 120);
        assertThat(record.result().updatesRun()).isEqualTo(120);
    }

    @Test
    void damaged_and_foreign_checkpoints_are_refused() throws IOException {
        Trial trial = trial("fw-rnn", 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Checkpoint(new TrialRun(trial), Snapshot.empty(trial.cell()), "tiled", 0, 0).write(out);
        byte[] good = out.toByteArray();
        assertThat(Checkpoint.read(new ByteArrayInputStream(good), trial, "tiled")
                        .update())
                .isZero();

        Checkpoint any = Checkpoint.read(new ByteArrayInputStream(good));
        assertThat(any.trial()).isEqualTo(trial);
        assertThat(any.numerics()).isEqualTo("tiled");
        for (int n = 8; n < 600; n++) { // the version, and all of the configuration
            byte[] damaged = good.clone();
            damaged[n] ^= 1;
            assertThatThrownBy(() -> Checkpoint.read(new ByteArrayInputStream(damaged)))
                    .isInstanceOf(IOException.class);
        }

        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        byte[] cut = Arrays.copyOf(good, good.length / 2);
        assertRefused(flipped, trial, "damaged");
        assertRefused(cut, trial, "truncated");
        assertRefused(Arrays.copyOf(good, good.length + 1), trial, "it has more than a checkpoint");
        assertRefused("not a checkpoint at all".getBytes(StandardCharsets.UTF_8), trial, "not a checkpoint");
        assertRefused(good, trial("fw-rnn", 2), "another trial");
        assertThatThrownBy(() -> Checkpoint.read(new ByteArrayInputStream(good), trial, "ejml"))
                .hasMessageContaining("made with numerics tiled, not ejml");
    }

    private static void assertRefused(byte[] bytes, Trial trial, String reason) {
        assertThatThrownBy(() -> Checkpoint.read(new ByteArrayInputStream(bytes), trial, "tiled"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }
}
