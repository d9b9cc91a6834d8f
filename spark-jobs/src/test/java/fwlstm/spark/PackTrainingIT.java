package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.Trial;
import fwlstm.fake.FakeGpu;
import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Providers;
import fwlstm.model.Score;
import fwlstm.results.RecordedTrial;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import fwlstm.safetensors.ModelFile;
import fwlstm.spark.PackTraining.Member;
import fwlstm.sweep.SweepFile;
import fwlstm.sweep.WorkItem;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import fwlstm.task.Split;
import fwlstm.train.Backend;
import fwlstm.train.BackendOptions;
import fwlstm.train.DeviceException;
import fwlstm.train.OutOfDeviceMemoryException;
import fwlstm.train.Precision;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTrainingIT {
    private static final Logger LOG = Logger.getLogger("fwlstm.spark");

    /** Alike in shape, different in seed and learning rate. */
    private static final List<Trial> TRIALS = SweepFile.parse("""
                    name: packs
                    task: {name: art, pairs: 1}
                    cell: {name: fw-lstm, hidden: 6, embedding: 5, readout: 5}
                    train: {batch: 16, updates: 60, evaluate_every: 20, learning_rate: [1e-3, 1e-2]}
                    data: {train: 500, validation: 100, test: 100}
                    seeds: 3
                    """, List.of()).trials();

    @TempDir
    Path folder;

    private final List<Integer> opened = new ArrayList<>();
    private final List<List<TrialProgress>> progress = new ArrayList<>();
    private boolean cancelled;

    @BeforeAll
    static void expectWarnings() {
        LOG.setLevel(Level.SEVERE);
    }

    private ResultsDirectory results(String name) {
        return ResultsDirectory.at(folder.resolve(name).toString(), ResultsDirectory.hadoop());
    }

    private List<Outcome> train(String name, Backend backend, List<WorkItem> items) {
        List<Member> members = IntStream.range(0, items.size())
                .mapToObj(k -> new Member(items.get(k), k))
                .toList();
        return new PackTraining("packs", results(name), 0, true, backend, progress::add, () -> cancelled)
                .train(members);
    }

    private List<Outcome> train(Backend backend) {
        return train("gpu", backend, whole(TRIALS));
    }

    private static List<WorkItem> whole(List<Trial> trials) {
        return trials.stream().map(WorkItem::whole).toList();
    }

    private Backend gpu(int width, Consumer<List<Trial>> onOpen) {
        return new FakeGpu(0, Precision.FLOAT32, width, trials -> {
            opened.add(trials.size());
            onOpen.accept(trials);
        });
    }

    private Backend gpu(int width) {
        return gpu(width, trials -> {});
    }

    private Map<String, RecordedTrial> entries(String name) throws IOException {
        Map<String, RecordedTrial> entries = new TreeMap<>();
        for (Trial trial : TRIALS) {
            results(name).ledger().entry(trial.id()).ifPresent(entry -> entries.put(entry.trialId(), entry));
        }
        return entries;
    }

    /** What may not depend on how a trial was trained, by trial. */
    private Map<String, List<Object>> numbers(String name) throws IOException {
        Map<String, List<Object>> numbers = new TreeMap<>();
        entries(name).forEach((id, entry) -> {
            Map<String, Object> row = entry.trial();
            numbers.put(
                    id,
                    List.of(
                            row.get("validation_loss"),
                            row.get("test_loss"),
                            row.get("test_error"),
                            entry.curve().stream()
                                    .map(point -> List.of(point.get("update"), point.get("validation_loss")))
                                    .toList()));
        });
        return numbers;
    }

    private Map<String, List<Object>> numbersOfTheCpu() throws IOException {
        train("cpu", BackendOptions.cpu(), whole(TRIALS));
        return numbers("cpu");
    }

    private static Set<Class<?>> kinds(List<Outcome> outcomes) {
        Set<Class<?>> kinds = new HashSet<>();
        outcomes.forEach(outcome -> kinds.add(outcome.getClass()));
        return kinds;
    }

    @Test
    void a_pack_gives_every_trial_the_record_that_it_has_alone() throws IOException {
        List<Outcome> outcomes = train(gpu(64));
        assertThat(opened).containsExactly(6);
        assertThat(outcomes)
                .hasSize(6)
                .allMatch(outcome -> outcome instanceof Outcome.Recorded recorded
                        && recorded.status() == Status.DONE
                        && recorded.updates() == 60);
        assertThat(entries("gpu").values())
                .extracting(entry -> entry.trial().get("pack_width"))
                .containsOnly(6);
        assertThat(entries("gpu").values())
                .extracting(entry -> entry.trial().get("attempt"))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(numbers("gpu")).hasSize(6).isEqualTo(numbersOfTheCpu());
    }

    @Test
    void the_best_parameters_of_every_trial_are_kept_whether_it_was_alone_or_not() throws IOException {
        train(gpu(64));
        numbersOfTheCpu();
        for (Trial trial : TRIALS) {
            byte[] alone = results("cpu").models().read(trial.id()).orElseThrow();
            assertThat(results("gpu").models().read(trial.id())).contains(alone);
            ModelFile model = ModelFile.parse(ByteBuffer.wrap(alone), trial.id());
            assertThat(model.trial()).isEqualTo(trial);
            Engine engine = Providers.chosen().engine(NetworkConfig.of(trial), model.parameters());
            Batch batch = new Batch(trial.task().steps(), trial.train().batch());
            Dataset data = new Dataset(trial.task(), trial.data(), trial.seed());
            Score score = new Score();
            for (int first = 0; first < trial.data().test(); first += batch.size()) {
                engine.evaluate(batch, data.sequences(Split.TEST, first, batch), score);
            }
            assertThat(entries("cpu").get(trial.id()).trial()).containsEntry("test_loss", score.loss());
        }
        assertThat(results("gpu").models().ids()).hasSize(6);
    }

    @Test
    void a_model_that_an_attempt_left_without_a_record_gives_way() throws IOException {
        Trial trial = TRIALS.get(0);
        Path model = folder.resolve("gpu/models/" + trial.id() + ".safetensors");
        Files.createDirectories(model.getParent());
        Files.write(model, new byte[] {1, 2, 3});
        train("gpu", gpu(64), whole(List.of(trial)));
        train("cpu", BackendOptions.cpu(), whole(List.of(trial)));
        assertThat(results("gpu").models().read(trial.id()))
                .contains(results("cpu").models().read(trial.id()).orElseThrow());
    }

    @Test
    void a_paused_trial_has_no_model() throws IOException {
        train("gpu", gpu(64), List.of(new WorkItem(TRIALS.get(0), TRIALS.get(0).id(), 0, 0, 20)));
        assertThat(results("gpu").models().ids()).isEmpty();
    }

    @Test
    void progress_is_that_of_all_trials_of_the_pack() {
        train(gpu(64));
        assertThat(progress).hasSize(1 + 6 * 3).allMatch(trials -> trials.size() == 6);
        assertThat(progress.get(0)).allMatch(trial -> trial.update() == 0);
        assertThat(progress.get(18)).allMatch(trial -> trial.update() == 60);
        progress.clear();
        train("cpu", BackendOptions.cpu(), whole(TRIALS));
        assertThat(progress).hasSize(6 * (1 + 3)).allMatch(trials -> trials.size() == 1);
    }

    @Test
    void a_backend_of_less_width_trains_packs_of_about_equal_size() throws IOException {
        train(gpu(4));
        assertThat(opened).containsExactly(3, 3);
        assertThat(numbers("gpu")).isEqualTo(numbersOfTheCpu());
    }

    /** As where the sweep before left its ledger because a listing lagged. */
    @Test
    void a_record_of_a_failure_or_of_a_stop_before_is_no_reason_not_to_train() throws IOException {
        Trial failed = TRIALS.get(0);
        Trial stopped = TRIALS.get(1);
        WorkItem pause = new WorkItem(stopped, stopped.id(), 0, 0, 20);
        train("gpu", gpu(64), List.of(pause));
        RecordedTrial atRung = results("gpu").rung(20).entry(stopped.id()).orElseThrow();
        results("gpu").ledger().publish(atRung);
        results("gpu")
                .ledger()
                .publish(RecordedTrial.of(
                        "packs",
                        TrialRecord.failed(failed, "once", Records.record(1).execution())));
        assertThat(train("gpu", gpu(64), List.of(pause)))
                .singleElement()
                .matches(outcome -> ((Outcome.Recorded) outcome).updates() == 20);
        assertThat(train("gpu", gpu(64), whole(List.of(failed, stopped))))
                .hasSize(2)
                .allMatch(outcome -> ((Outcome.Recorded) outcome).status() == Status.DONE);
        assertThat(entries("gpu").values()).extracting(RecordedTrial::status).containsExactly(Status.DONE, Status.DONE);
    }

    @Test
    void what_is_recorded_leaves_the_pack_first() throws IOException {
        train("gpu", gpu(64), whole(TRIALS.subList(1, 3)));
        assertThat(kinds(train(gpu(64)))).containsOnly(Outcome.Recorded.class);
        assertThat(opened).containsExactly(2, 4);
        assertThat(entries("gpu")).hasSize(6);
    }

    @Test
    void a_pack_that_does_not_fit_is_halved_until_it_does() throws IOException {
        List<Outcome> outcomes = train(gpu(64, trials -> {
            if (trials.size() > 2) {
                throw new OutOfDeviceMemoryException("too much");
            }
        }));
        assertThat(opened).containsExactly(6, 3, 1, 2, 3, 1, 2);
        assertThat(kinds(outcomes)).containsOnly(Outcome.Recorded.class);
        assertThat(numbers("gpu")).isEqualTo(numbersOfTheCpu());
    }

    @Test
    void only_a_trial_that_does_not_fit_alone_is_out_of_memory() {
        Trial large = TRIALS.get(4);
        List<Outcome> outcomes = train(gpu(64, trials -> {
            if (trials.contains(large)) {
                throw new OutOfDeviceMemoryException("too much");
            }
        }));
        assertThat(outcomes)
                .hasSize(6)
                .filteredOn(Outcome.Recorded.class::isInstance)
                .hasSize(5);
        assertThat(outcomes)
                .filteredOn(Outcome.OutOfMemory.class::isInstance)
                .extracting(Outcome::trialId)
                .containsExactly(large.id());
    }

    @Test
    void nobody_is_blamed_for_a_trial_that_throws() {
        Trial poison = TRIALS.get(2);
        List<Outcome> outcomes = train(gpu(64, trials -> {
            if (trials.contains(poison)) {
                throw new IllegalStateException("poison");
            }
        }));
        assertThat(outcomes)
                .hasSize(6)
                .filteredOn(Outcome.Recorded.class::isInstance)
                .hasSize(5);
        assertThat(outcomes).contains(new Outcome.Threw(poison.id(), "java.lang.IllegalStateException: poison"));
    }

    @Test
    void a_lost_device_is_the_fault_of_no_trial() throws IOException {
        List<Outcome> outcomes = train(gpu(64, trials -> {
            throw new DeviceException("fallen off the bus");
        }));
        assertThat(opened).containsExactly(6);
        assertThat(outcomes)
                .hasSize(6)
                .allMatch(outcome -> outcome instanceof Outcome.DeviceLost lost
                        && lost.error().equals("fallen off the bus"));
        assertThat(entries("gpu")).isEmpty();
    }

    @Test
    void a_pack_that_nobody_wants_any_more_goes_on_where_its_members_were() throws IOException {
        Backend gpu = gpu(64, trials -> {});
        WorkItem paused = new WorkItem(TRIALS.get(0), TRIALS.get(0).id(), 0, 0, 20);
        assertThat(train("gpu", gpu, List.of(paused)))
                .singleElement()
                .matches(outcome -> ((Outcome.Recorded) outcome).status() == Status.STOPPED);
        PackTraining cancelledLater = new PackTraining(
                "packs",
                results("gpu"),
                0,
                true,
                gpu,
                trials -> cancelled = trials.stream().allMatch(trial -> trial.update() >= 20),
                () -> cancelled);
        List<Member> members = whole(TRIALS).stream().map(a -> new Member(a, 0)).toList();
        assertThatThrownBy(() -> cancelledLater.train(members)).isInstanceOf(CancellationException.class);
        assertThat(entries("gpu")).isEmpty();

        cancelled = false;
        progress.clear();
        train(gpu);
        assertThat(progress.stream()
                        .map(running ->
                                running.stream().map(TrialProgress::update).toList()))
                .contains(List.of(40, 20, 20, 20, 20, 20));
        assertThat(numbers("gpu")).isEqualTo(numbersOfTheCpu());
    }
}
