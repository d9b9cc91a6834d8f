package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Score;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private final Trial trial = new Trial(
            new TaskConfig(TaskName.ART, 4),
            CellConfig.of("irnn", Map.of("hidden", 3)),
            Settings.bind(TrainConfig.class, Map.of("updates", 500, "evaluate_every", 100)),
            Settings.bind(DataConfig.class, Map.of()),
            7);

    @TempDir
    Path folder;

    private static Score score(int percent, double loss) {
        Score score = new Score();
        for (int n = 0; n < 100; n++) {
            score.add(n < percent, loss);
        }
        return score;
    }

    /** After three evaluations, of which the second was the best. */
    private Checkpoint checkpoint() {
        TrialRun run = new TrialRun(trial);
        run.evaluated(100, 2.5, score(40, 2), 1);
        run.evaluated(100, 1.5, score(92, 0.5), 2);
        run.evaluated(100, 1.25, score(60, 1), 3);
        Snapshot snapshot = Snapshot.empty(trial.cell());
        snapshot.state().step = 300;
        return new Checkpoint(run, snapshot, "tiled", 3.5, 2.5);
    }

    private FileCheckpoint written() throws IOException {
        FileCheckpoint file = new FileCheckpoint(folder.resolve("trial.ckpt"));
        file.save(checkpoint(), true);
        return file;
    }

    @Test
    void the_course_of_a_trial_is_read_as_it_was_written() throws IOException {
        Checkpoint read = written().load(trial, "tiled").orElseThrow();
        assertThat(read.trial()).isEqualTo(trial);
        assertThat(read.update()).isEqualTo(300);
        assertThat(read.bestUpdate()).isEqualTo(200);
        assertThat(read.bestAccuracy()).isEqualTo(0.92);
        assertThat(read.seconds()).isEqualTo(3.5);
        assertThat(read.cpuSeconds()).isEqualTo(2.5);
        assertThat(read.snapshot().state().step).isEqualTo(300);
        assertThat(read.run().curve).isEqualTo(checkpoint().run().curve).hasSize(3);
        assertThat(read.run().milestones).containsExactly(200, 200, null, null);
        assertThat(read.run().bestLoss).isCloseTo(0.5, within(1e-12));
        assertThat(read.run().evaluationsSinceBest).isEqualTo(1);
    }

    @Test
    void a_file_is_a_checkpoint_by_how_it_starts() throws IOException {
        FileCheckpoint file = written();
        assertThat(file.isCheckpoint()).isTrue();
        assertThat(file.read().trial()).isEqualTo(trial);
        byte[] bytes = Files.readAllBytes(file.file());
        Files.write(file.file(), Arrays.copyOf(bytes, 8));
        assertThat(file.isCheckpoint()).as("cut short").isTrue();
        Files.write(file.file(), Arrays.copyOf(bytes, 7));
        assertThat(file.isCheckpoint()).isFalse();
        Files.writeString(file.file(), "a text that is longer");
        assertThat(file.isCheckpoint()).isFalse();
        Files.delete(file.file());
        assertThat(file.isCheckpoint()).isFalse();
        assertThat(file.load(trial, "tiled")).isEmpty();
    }

    private static byte[] bytes(TrialRun run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Checkpoint(run, Snapshot.empty(run.trial.cell()), "tiled", 0, 0).write(out);
        return out.toByteArray();
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> Checkpoint.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessage(reason);
    }

    @Test
    void the_course_fits_the_budget_and_the_evaluations_of_the_trial() throws IOException {
        TrialRun run = checkpoint().run();
        run.evaluated(100, 1, score(60, 1), 4);
        run.evaluated(100, 1, score(60, 1), 5);
        assertThat(Checkpoint.read(new ByteArrayInputStream(bytes(run))).update())
                .isEqualTo(500);
        run.update = 450; // between two evaluations, as at the end of a budget
        assertThat(Checkpoint.read(new ByteArrayInputStream(bytes(run))).update())
                .isEqualTo(450);
        run.update = 400;
        assertRefused(bytes(run), "it is damaged");
        run.update = 501;
        run.curve.add(run.curve.get(0)); // the evaluation that this would need
        assertRefused(bytes(run), "it is damaged");
        run.curve.subList(1, run.curve.size()).clear();
        run.update = -1;
        assertRefused(bytes(run), "it is damaged");
    }

    @Test
    void another_version_is_named() throws IOException {
        byte[] bytes = bytes(checkpoint().run());
        int version = ByteBuffer.wrap(bytes).getInt(Long.BYTES);
        ByteBuffer.wrap(bytes).putInt(Long.BYTES, version + 1);
        assertRefused(bytes, "it is of version " + (version + 1) + ", and this fw-lstm reads version " + version);
    }

    @Test
    void a_refusal_names_the_file() throws IOException {
        FileCheckpoint file = written();
        assertThatThrownBy(() -> file.load(trial, "ejml"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.file() + ": cannot resume " + trial.label());
    }

    @Test
    void a_checkpoint_of_a_newer_program_is_not_overwritten() throws IOException {
        byte[] head = Arrays.copyOf(Files.readAllBytes(written().file()), Checkpoint.HEAD);
        assertThatCode(() -> Checkpoint.refuseNewer("a file", head)).doesNotThrowAnyException();
        int version = ByteBuffer.wrap(head).getInt(Long.BYTES);
        ByteBuffer.wrap(head).putInt(Long.BYTES, version + 1);
        assertThatThrownBy(() -> Checkpoint.refuseNewer("a file", head))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("a file: version: found " + (version + 1) + ", allowed: at most " + version);
        for (byte[] other : new byte[][] {Arrays.copyOf(head, Checkpoint.HEAD - 1), new byte[Checkpoint.HEAD], {}}) {
            assertThatCode(() -> Checkpoint.refuseNewer("a file", other)).doesNotThrowAnyException();
        }
        byte[] another = head.clone();
        another[0] ^= 1;
        assertThatCode(() -> Checkpoint.refuseNewer("a file", another)).doesNotThrowAnyException();
    }
}
