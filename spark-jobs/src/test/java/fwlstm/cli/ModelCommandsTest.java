package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import fwlstm.model.Providers;
import fwlstm.results.RecordedTrial;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import fwlstm.safetensors.ModelFile;
import fwlstm.sweep.SweepFile;
import fwlstm.train.Checkpoints;
import fwlstm.train.CpuBackend;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training to a model file to answers, and from a record to training. */
class ModelCommandsTest {
    private static final List<String> SMALL = List.of(
            "--embedding",
            "8",
            "--readout",
            "8",
            "--batch",
            "64",
            "--evaluate_every",
            "100",
            "--data_validation",
            "200",
            "--data_test",
            "200",
            "--data_train",
            "6400");

    @TempDir
    Path folder;

    private static Result train(String... more) {
        return Fw.run(Stream.of(List.of("train"), SMALL, Arrays.asList(more))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    @Test
    void a_network_that_is_trained_and_saved_answers() {
        String model = folder.resolve("model.safetensors").toString();
        Result trained =
                train("--pairs", "1", "--hidden", "16", "--updates", "400", "--learning_rate", "1e-2", "--save", model);
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).endsWith("saved in " + model + System.lineSeparator());

        Result right = Fw.run("predict", model, "q7??q");
        assertThat(right.exitCode()).as(right.err()).isZero();
        assertThat(right.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).matches("7  probability (0\\.9\\d+|1\\.0000), right"),
                        line -> assertThat(line).matches("top 3: 7 [01]\\.\\d{4}, . 0\\.\\d{4}, . 0\\.\\d{4}"));

        Result longer = Fw.run("predict", model, "a1b2c3d4e5f6??b", "--all");
        assertThat(longer.out().lines()).hasSize(37).allMatch(line -> line.matches(". -\\d+\\.\\d{7}"));
        assertThat(longer.out()
                        .lines()
                        .mapToDouble(line -> Math.exp(Double.parseDouble(line.substring(2))))
                        .sum())
                .isBetween(1 - 1e-5, 1 + 1e-5);

        Result explained = Fw.run("predict", model, "a1b2??b", "--explain");
        assertThat(explained.exitCode()).as(explained.err()).isZero();
        assertThat(explained.out()).contains("step  token  weight  share %", "Of the pairs, ");
        assertThat(explained.out().lines().filter(line -> line.matches(" +[1-7]  [ab12?] +\\d+\\.\\d{3} +\\d+\\.\\d")))
                .hasSize(7);
        List<String> shares = explained
                .out()
                .lines()
                .filter(line -> line.matches("(a 1|b 2|\\?\\? b) +\\d+\\.\\d( .*)?"))
                .toList();
        assertThat(shares).hasSize(3);
        assertThat(shares.stream()
                        .mapToDouble(line ->
                                Double.parseDouble(line.substring(4).strip().split(" ")[0]))
                        .sum())
                .isBetween(99.8, 100.2);

        Result refused = Fw.run("predict", model, "q7??r");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("sequence \"q7??r\", position 5: found \"r\"")
                .hasLineCount(1);
    }

    @Test
    void only_a_cell_with_fast_weights_is_explained() throws IOException {
        Trial trial = SweepFile.parse(
                        "{name: small, task: {name: art, pairs: 2}, cell: {name: lstm, hidden: 5}, seeds: 1}",
                        List.of())
                .trials()
                .get(0);
        Path model = folder.resolve("model.safetensors");
        new ModelFile(trial, Parameters.initial(trial.cell(), 0)).write(model);
        Result refused = Fw.run("predict", model.toString(), "a1b2??b", "--explain");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("cell: found \"lstm\", allowed: fw-lstm or fw-rnn", "no fast weight memory");
        Result both = Fw.run("predict", model.toString(), "a1b2??b", "--explain", "--all");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).hasLineCount(1).contains("--explain: found ", "one of the two");
    }

    @Test
    void files_that_are_no_models_are_refused() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear reader, this is no model.");
        for (Path file : List.of(letter, folder, folder.resolve("missing"))) {
            Result refused = Fw.run("predict", file.toString(), "a1??a");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).startsWith("fw: " + file + ": found ").hasLineCount(1);
        }
        Result nowhere = train("--save", folder.resolve("nowhere/model").toString());
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).startsWith("fw: save: ");
    }

    @Test
    void weights_that_went_through_another_program_answer_the_same() throws IOException {
        String model = folder.resolve("model.safetensors").toString();
        String checkpoint = folder.resolve("trial.checkpoint").toString();
        String[] settings = {"--cell", "fw-rnn", "--pairs", "2", "--hidden", "6", "--updates", "200"};
        Result trained =
                train(Stream.concat(Stream.of(settings), Stream.of("--checkpoint", checkpoint, "--save", model))
                        .toArray(String[]::new));
        assertThat(trained.exitCode()).as(trained.err()).isZero();

        String exported = folder.resolve("exported.safetensors").toString();
        assertDone(Fw.run("export", model, exported), "fw-rnn art K=2 H=6 seed 0, in " + exported);
        assertThat(Path.of(exported)).hasSameBinaryContentAs(Path.of(model));
        assertDone(Fw.run("export", "file://" + model, exported), "in " + exported);

        String imported = folder.resolve("imported.safetensors").toString();
        String weights = Files.writeString(
                        folder.resolve("weights.safetensors"),
                        Files.readString(Path.of(model), StandardCharsets.ISO_8859_1)
                                .replace("\"format\":\"fw-lstm\"", "\"format\":\"another\""),
                        StandardCharsets.ISO_8859_1)
                .toString();
        assertThat(Fw.run("predict", weights, "a1b2??b").err()).contains("tensors of another program");
        assertDone(Fw.run("import", weights, imported, "--like", model), "parameters, in " + imported);
        assertThat(Path.of(imported)).hasSameBinaryContentAs(Path.of(model));
        String[] same = Stream.of(Stream.of("import", weights, imported), SMALL.stream(), Stream.of(settings))
                .flatMap(s -> s)
                .toArray(String[]::new);
        assertDone(Fw.run(same), "parameters, in " + imported);
        assertThat(Path.of(imported)).hasSameBinaryContentAs(Path.of(model));

        assertRefused(
                Fw.run("import", weights, imported), "embedding: found \"shape [37, 8]\", allowed: shape [37, 100]");
        assertRefused(Fw.run("import", weights, imported, "--like", model, "--eta", "0.5"), "--like: found \"--eta");
        assertRefused(Fw.run("import", checkpoint, imported, "--like", model), "does not begin like safetensors");
        assertRefused(Fw.run("export", weights, exported), "tensors of another program");
        assertRefused(Fw.run("export", "file://" + folder + "/missing", exported), "nothing there");
        assertRefused(Fw.run("export", model, folder.resolve("nowhere/model").toString()), "OUT: ");

        // After 200 updates of 200 there was no checkpoint any more: the file is of the first 100.
        Result best = Fw.run("export", checkpoint, exported);
        assertDone(best, "best after 100 of 100 updates so far: validation accuracy ");
        assertThat(ModelFile.read(Path.of(exported)).trial().label()).isEqualTo("fw-rnn art K=2 H=6 seed 0");
        byte[] whole = Files.readAllBytes(Path.of(checkpoint));
        Files.write(Path.of(checkpoint), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(Fw.run("export", checkpoint, exported), "a checkpoint; it is truncated");
    }

    private static void assertDone(Result result, String line) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains(line);
    }

    private static void assertRefused(Result result, String problem) {
        assertThat(result.exitCode()).as(result.out()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).startsWith("fw: ").contains(problem, "allowed: ");
    }

    @Test
    void models_of_trials_are_exported_or_said_to_be_missing() throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        results.claim(SweepFile.parse(
                "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: 1}", List.of()));
        String out = folder.resolve("out.safetensors").toString();
        Trial kept = Records.record(2, 0, Status.DONE).trial();
        ModelFile model = new ModelFile(kept, Parameters.initial(kept.cell(), 0));
        RecordedTrial entry = RecordedTrial.of("small", Records.record(2, 0, Status.DONE));
        results.models().publish(entry, model.toBytes());
        results.ledger().publish(entry);
        results.models().settle(entry);
        TrialRecord without = Records.record(2, 1, Status.DIVERGED);
        results.ledger().publish(RecordedTrial.of("small", without));

        assertDone(Fw.run("export", folder.toString(), kept.id(), out), kept.label() + ", in " + out);
        assertThat(Files.readAllBytes(Path.of(out))).isEqualTo(model.toBytes());
        assertRefused(
                Fw.run("export", folder.toString(), without.trial().id(), out), "a trial without a model, diverged");
        assertRefused(Fw.run("export", folder.toString(), "0123456789abcdef", out), "of the 2 recorded");
        assertRefused(Fw.run("export", folder.resolve("missing").toString(), kept.id(), out), "nothing there");
        Files.write(folder.resolve("models/" + kept.id() + ".safetensors"), new byte[] {1, 2, 3});
        assertRefused(Fw.run("export", folder.toString(), kept.id(), out), "a file too short");
    }

    @Test
    void a_trial_that_diverges_leaves_no_model() {
        Path model = folder.resolve("model.safetensors");
        Result diverged = Fw.run(
                "train",
                "--cell",
                "irnn",
                "--pairs",
                "2",
                "--hidden",
                "20",
                "--optimizer",
                "sgd",
                "--learning_rate",
                "10",
                "--batch",
                "32",
                "--updates",
                "200",
                "--evaluate_every",
                "50",
                "--seed",
                "1",
                "--save",
                model.toString());
        assertThat(diverged.exitCode()).as(diverged.out()).isEqualTo(1);
        assertThat(diverged.err()).contains("nothing saved in " + model + ": the trial diverged");
        assertThat(model).doesNotExist();
    }

    @Test
    void a_recorded_trial_is_reproduced_to_the_last_bit_by_its_provider() throws IOException {
        String sweep =
                "{name: small, task: {name: art, pairs: 1}, cell: {name: lstm, hidden: 6, embedding: 5, readout: 5},"
                        + " train: {batch: 16, updates: 60, evaluate_every: 20},"
                        + " data: {train: 500, validation: 100, test: 100}, seeds: 2}";
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        results.claim(SweepFile.parse(sweep, List.of()));
        Trainer ejml = new Trainer(new CpuBackend(Providers.named("ejml")), Checkpoints.NONE, (t, point) -> {});
        Trial done = results.sweep().trials().get(0);
        Trial stopped = results.sweep().trials().get(1);
        results.ledger()
                .publish(RecordedTrial.of("small", ejml.train(List.of(done), 0).get(0)));
        results.ledger()
                .publish(RecordedTrial.of(
                        "small", ejml.train(List.of(stopped), 0, 40).get(0)));

        String directory = folder.toString();
        Result same = Fw.run("reproduce", directory, done.id());
        assertThat(same.exitCode()).as(same.out() + same.err()).isZero();
        assertThat(same.out())
                .contains("provider ejml")
                .contains("the same to the last bit: 14 results, evaluations of the learning curve: 3");
        assertThat(Fw.run("reproduce", directory, stopped.id()).out())
                .contains("14 results, evaluations of the learning curve: 2");

        String misspelt = done.id().substring(0, 15) + "x";
        Result unknown = Fw.run("reproduce", directory, misspelt);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .hasLineCount(1)
                .contains(
                        "TRIAL_ID: found \"" + misspelt + "\"",
                        "did you mean " + done.id() + "? ",
                        "of the 2 recorded");

        System.setProperty(Providers.PROPERTY, "java");
        try {
            Result other = Fw.run("reproduce", directory, done.id());
            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.out())
                    .contains("recorded with provider ejml, which is not used here")
                    .containsPattern("field +recorded +now")
                    .containsPattern("train_loss at update 20 +\\d\\.\\d+ +\\d\\.\\d+");
        } finally {
            System.clearProperty(Providers.PROPERTY);
        }
    }

    @Test
    void failed_trials_are_not_reproduced() throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        results.claim(SweepFile.parse(
                "{name: small, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: 1}", List.of()));
        TrialRecord failed = Records.record(2, 0, Status.FAILED);
        results.ledger().publish(RecordedTrial.of("small", failed));
        Result refused = Fw.run("reproduce", folder.toString(), failed.trial().id());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("a trial that failed", "--retry-failed")
                .hasLineCount(1);
    }
}
