package fwlstm.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.tensorboard.EventReader.Value;
import fwlstm.train.CurvePoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialEventsTest {
    private static final Trial TRIAL = new Trial(
            new TaskConfig(TaskName.MART, 3),
            CellConfig.of("irnn", Map.of("hidden", 5)),
            Settings.bind(
                    TrainConfig.class,
                    Map.of("learning_rate", 0.5, "schedule", "linear", "updates", 1000, "evaluate_every", 200)),
            Settings.bind(DataConfig.class, Map.of()),
            7);
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.250Z");
    private static final double SECONDS = 1767323045.25;
    private static final CurvePoint FIRST = new CurvePoint(200, 0.5, 2.0, 1.5, 0.25, 0.75);
    private static final CurvePoint SECOND = new CurvePoint(400, 1.0, null, null, null, 1.5);

    @TempDir
    Path folder;

    private static TrialEvents events(CurvePoint... curve) {
        return new TrialEvents(TRIAL, START, List.of(curve));
    }

    /** The one file of the one run. */
    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            return files.reduce((one, two) -> {
                        throw new AssertionError(one + " and " + two);
                    })
                    .orElseThrow();
        }
    }

    @Test
    void the_reader_knows_the_checksum_by_the_check_value_of_its_definition() {
        assertThat(EventReader.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xe3069283);
    }

    @Test
    void a_curve_is_read_as_it_was_written() throws IOException {
        events(FIRST, SECOND).write(folder);
        String id = TRIAL.id();
        assertThat(folder.relativize(file()))
                .hasToString("irnn-mart-pairs3-hidden5-seed7-" + id.substring(0, 8) + "/events.out.tfevents." + id);
        List<Value> values = EventReader.read(Files.readAllBytes(file()));
        assertThat(values.get(0).tag()).isEqualTo("configuration/text_summary");
        assertThat(values.get(0).text()).contains("| cell | irnn |\n", "| learning_rate | 0.5 |\n");
        assertThat(values.subList(1, values.size()))
                .containsExactly(
                        scalar(FIRST, "train_loss", 2.0f),
                        scalar(FIRST, "validation_loss", 1.5f),
                        scalar(FIRST, "validation_accuracy", 0.25f),
                        scalar(FIRST, "learning_rate", 0.5f * (1 - 0.199f)),
                        scalar(SECOND, "learning_rate", 0.5f * (1 - 0.399f)));
    }

    private static Value scalar(CurvePoint point, String tag, float value) {
        return new Value(SECONDS + point.seconds(), point.update(), tag, value, null);
    }

    @Test
    void however_often_and_from_whatever_is_left_it_is_written_there_is_one_file_with_every_point_once()
            throws IOException {
        events(FIRST, SECOND).write(folder);
        byte[] whole = Files.readAllBytes(file());
        for (int length : List.of(0, 1, whole.length / 2, whole.length - 1, whole.length)) {
            Files.write(file(), Arrays.copyOf(whole, length));
            events(FIRST, SECOND).write(folder);
            assertThat(file()).as("%d bytes were left", length).hasBinaryContent(whole);
        }
        events(SECOND).write(folder);
        assertThat(EventReader.read(Files.readAllBytes(file()))).hasSize(2);
        Files.write(file(), "something else".getBytes(StandardCharsets.US_ASCII));
        events(FIRST, SECOND).write(folder);
        assertThat(file()).hasBinaryContent(whole);
    }

    @Test
    void a_growing_curve_is_gone_on_with_in_place() throws IOException {
        events(FIRST).write(folder);
        Object inode = Files.readAttributes(file(), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        events(FIRST, SECOND).write(folder);
        assertThat(Files.readAttributes(file(), java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(inode);
    }
}
