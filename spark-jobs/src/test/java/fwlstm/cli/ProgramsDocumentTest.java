package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.results.LiveSweep;
import fwlstm.results.ProgressFile;
import fwlstm.results.RunProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/programs.md} against what programs are told. */
class ProgramsDocumentTest {
    @TempDir
    Path folder;

    /** The keys in the table of a section, in order. */
    private static List<String> documented(String section) throws IOException {
        String text = Files.readString(Path.of("../docs/programs.md"));
        int begin = text.indexOf("## " + section);
        assertThat(begin).as(section).isNotNegative();
        int end = text.indexOf("\n## ", begin);
        return Pattern.compile("(?m)^\\| `(\\w+)`")
                .matcher(text.substring(begin, end))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> keys(String json) throws IOException {
        List<String> keys = new ArrayList<>();
        JsonNode object = new ObjectMapper().readTree(json);
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private String sweepFile(String seeds) throws IOException {
        return Files.writeString(folder.resolve("sweep.yaml"), String.format(Locale.ROOT, """
            name: documented
            task: {name: art, pairs: 1}
            cell: {name: irnn, hidden: 4}
            train: {updates: 20, evaluate_every: 10, batch: 16}
            data: {train: 64, validation: 64, test: 64}
            seeds: %s
            """, seeds))
                .toString();
    }

    @Test
    void the_keys_of_a_run_are_those_in_the_document() throws IOException {
        LiveSweep sign = LiveSweep.here(RunProgress.unknown(RunProgress.State.FAILED, "out of luck"));
        assertThat(keys(sign.json()))
                .containsExactlyInAnyOrderElementsOf(documented("A sweep under way"))
                .containsExactlyElementsOf(sign.values().keySet());
    }

    @Test
    void the_keys_of_a_directory_are_those_in_the_document() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("results"));
        Files.copy(Path.of(sweepFile("2")), directory.resolve("sweep.yaml"));
        String object = Fw.run("status", directory.toString(), "--json").out();
        List<String> documented = new ArrayList<>(documented("The state of a directory"));
        documented.addAll(documented("A sweep under way"));
        assertThat(keys(object))
                .containsExactlyInAnyOrderElementsOf(
                        documented.stream().distinct().toList());
        assertThat(object)
                .contains(
                        "\"name\":\"documented\"",
                        "\"counts\":{\"trials\":2,\"done\":0,\"diverged\":0,\"failed\":0,\"stopped\":0,\"remaining\":2}",
                        "\"state\":\"idle\"",
                        "\"process\":null",
                        "\"secondsLeft\":null");
    }

    @Test
    void what_is_refused_is_said_to_programs_too() throws IOException {
        String file = sweepFile("0");
        for (Fw.Result refused : List.of(
                Fw.run("sweep", file, "--json", "--out", folder.resolve("out").toString()),
                Fw.run("sweep", file, "--json", "--outt", "x"),
                Fw.run("sweep", file, "--json", "--dry-run"))) {
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.out().lines())
                    .singleElement()
                    .asString()
                    .contains("\"state\":\"refused\"", "\"trials\":null", "\"error\":\"");
            assertThat(refused.err()).startsWith("fw: ");
        }
    }

    @Test
    void numbers_that_are_none_are_null_and_no_locale_writes_others() {
        Locale before = Locale.getDefault();
        try {
            for (String language : List.of("ar-EG", "de", "tr", "th-TH-u-nu-thai")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                String json = LiveSweep.here(new RunProgress(
                                RunProgress.State.RUNNING,
                                1234,
                                null,
                                0,
                                null,
                                0,
                                0,
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                1234.5,
                                2,
                                null,
                                null,
                                null))
                        .json();
                assertThat(json)
                        .isASCII()
                        .contains(
                                "\"state\":\"running\"",
                                "\"trials\":1234,",
                                "\"fraction\":null",
                                "\"secondsLeft\":null",
                                "\"updatesPerSecond\":1234.5,");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void heartbeats_of_earlier_programs_are_understood() throws IOException {
        String old = "{\"host\":\"h\",\"process\":7,\"processStarted\":0,\"at\":1,\"trials\":8,\"ended\":{\"done\":3},"
                + "\"paused\":1,\"repeated\":0,\"fraction\":0.4,\"secondsLeft\":-1.0,\"updatesPerSecond\":300.0,"
                + "\"slots\":2,\"running\":[\"a trial\"]}";
        Path directory = Files.createDirectories(folder.resolve("results"));
        Files.writeString(directory.resolve("progress.json"), old);
        LiveSweep read = ProgressFile.read(fwlstm.results.ResultsDirectory.at(
                        directory.toString(), fwlstm.results.ResultsDirectory.hadoop()))
                .orElseThrow();
        assertThat(read.run().trials()).isEqualTo(8);
        assertThat(read.run().secondsLeft()).isNull();
        assertThat(read.run().state()).isEqualTo(RunProgress.State.RUNNING);
        assertThat(Stream.of(read.run().takenUp(), read.run().error())).containsOnlyNulls();
        assertThat(ProgressFile.read(fwlstm.results.ResultsDirectory.at(
                        folder.resolve("none").toString(), fwlstm.results.ResultsDirectory.hadoop())))
                .isEmpty();
    }
}
