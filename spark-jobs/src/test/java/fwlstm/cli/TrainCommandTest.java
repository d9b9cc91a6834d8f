package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fw train writes beside its result may fail without it. */
class TrainCommandTest {
    @TempDir
    Path folder;

    private static Result train(String... more) {
        return Fw.run(Stream.concat(
                        Stream.of(
                                "train",
                                "--cell",
                                "irnn",
                                "--pairs",
                                "1",
                                "--hidden",
                                "4",
                                "--batch",
                                "16",
                                "--updates",
                                "30",
                                "--evaluate_every",
                                "10",
                                "--data_train",
                                "64",
                                "--data_validation",
                                "64",
                                "--data_test",
                                "64"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void curves_that_cannot_be_written_are_said_once_and_the_result_is_not_lost() throws IOException {
        Path runs = folder.resolve("runs");
        assertThat(train("--tensorboard", runs.toString()).exitCode()).isZero();
        Path run;
        try (Stream<Path> all = Files.list(runs)) {
            run = all.findFirst().orElseThrow();
        }
        try (Stream<Path> files = Files.list(run)) {
            Files.delete(files.findFirst().orElseThrow());
        }
        Files.delete(run);
        Files.writeString(run, "in the way of the folder");
        Path model = folder.resolve("model.safetensors");
        Result result = train("--tensorboard", runs.toString(), "--save", model.toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("done after 30 updates");
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("fw: no learning curves for TensorBoard in");
        assertThat(model).isNotEmptyFile();
    }

    @Test
    void a_checkpoint_that_cannot_be_written_is_said_once_and_training_goes_on() {
        Path file = folder.resolve("n".repeat(300));
        Result result = train("--checkpoint", file.toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("done after 30 updates");
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("fw: no checkpoint, training continues: ");
        assertThat(folder).isEmptyDirectory();
    }
}
