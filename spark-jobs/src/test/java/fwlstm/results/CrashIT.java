package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The storage of a sweep, killed at each of its steps, and what the next process makes of what is left. */
@Timeout(300)
class CrashIT {
    private static final Configuration CLEAN = Records.HADOOP;
    private static final Logger LOG = Logger.getLogger("fwlstm.results");

    @TempDir
    Path folder;

    @BeforeAll
    static void expectWarnings() {
        LOG.setLevel(Level.SEVERE);
    }

    /** Where renames copy, listings lag at every other step. */
    @ParameterizedTest
    @CsvSource({"file, false, 0, 1, 2", "faulty, true, 0, 2, 3", "faulty, true, 9, 3, 4"})
    void nothing_is_lost_or_doubled_whichever_step_a_machine_dies_at(
            String scheme, boolean copies, int lag, int first, int stride) throws IOException {
        int step = first;
        for (boolean crashed = true; crashed; step += stride) {
            Path results = folder.resolve(String.valueOf(step));
            Map<String, Status> acknowledged = new HashMap<>();
            ResultsDirectory faulty = faulty(results, scheme, copies, lag, step);
            try {
                CrashScenario.run(faulty, acknowledged::put);
            } catch (IOException e) {
                assertThat(e).as("step %d", step).hasStackTraceContaining("the machine is down");
            }
            crashed = ((FaultyFileSystem) faulty.fileSystem()).isDead();
            String when = String.format(Locale.ROOT, "died at step %d: ", step);
            assertThatNothingIsLost(results, acknowledged, when);
            CrashScenario.run(faulty(results, scheme, copies, lag, 0), acknowledged::put);
            assertThatAllIsThere(results, when);
        }
        assertThat(step).isGreaterThan(25);
    }

    private static ResultsDirectory faulty(Path results, String scheme, boolean copies, int lag, int step) {
        return ResultsDirectory.at(
                scheme + "://" + results,
                FaultyFileSystem.configuration(Map.of(
                        FaultyFileSystem.DIE_AT, String.valueOf(step),
                        FaultyFileSystem.DIE_HALF_WAY, "true",
                        FaultyFileSystem.COPYING_RENAME, String.valueOf(copies),
                        FaultyFileSystem.LAG, String.valueOf(lag))));
    }

    /** Processes are costly: only every seventh step, at which they die half way or not in turn. */
    @Test
    void nothing_is_lost_or_doubled_when_a_process_is_killed() throws Exception {
        ResultsDirectory counted = faulty(folder.resolve("counted"), "file", false, 0, 0);
        CrashScenario.run(counted, (id, status) -> {});
        int most = ((FaultyFileSystem) counted.fileSystem()).operations();
        List<Path> running = new ArrayList<>();
        Map<Path, Process> processes = new HashMap<>();
        for (int step = 1; step <= most; step += 7) {
            Path results = folder.resolve("killed-" + step);
            processes.put(results, start(results, step));
            running.add(results);
            if (running.size() == 2 || step + 7 > most) {
                for (Path done : running) {
                    assertThatAKilledProcessLostNothing(done, processes.get(done));
                }
                running.clear();
            }
        }
    }

    private static Process start(Path results, int step) throws IOException {
        Files.createDirectories(results);
        List<String> arguments = List.of(
                "-Xmx256m",
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-cp",
                SparkHome.classPathOfTests(),
                CrashScenario.class.getName(),
                results.toString(),
                String.valueOf(step),
                String.valueOf(step % 2 == 0));
        return new ProcessBuilder(ChildJava.command(ChildJava.LIGHT, arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(log(results).toFile())
                .start();
    }

    private static Path log(Path results) {
        return results.resolveSibling(results.getFileName() + ".log");
    }

    private static void assertThatAKilledProcessLostNothing(Path results, Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String when = results.getFileName() + ": ";
        assertThat(process.exitValue()).as(when).isIn(0, FaultyFileSystem.HALTED);
        Map<String, Status> acknowledged = new HashMap<>();
        for (String line : Files.readAllLines(log(results))) {
            acknowledged.put(line.split(" ")[0], Status.valueOf(line.split(" ")[1]));
        }
        assertThatNothingIsLost(results, acknowledged, when);
        CrashScenario.run(clean(results), acknowledged::put);
        assertThatAllIsThere(results, when);
    }

    private static ResultsDirectory clean(Path results) {
        return ResultsDirectory.at(results.toString(), CLEAN);
    }

    /** What readers see before anything is tidied up: every record, once. */
    private static void assertThatNothingIsLost(Path results, Map<String, Status> acknowledged, String when)
            throws IOException {
        Map<String, Status> recorded = RecordedTrials.of(clean(results));
        acknowledged.forEach((id, status) -> assertThat(recorded.get(id))
                .as(when + id)
                .matches(found -> found == status || found != null && found.isFinal()));
        StoredResults stored = StoredResults.of(clean(results));
        List<String> ids = new ArrayList<>();
        for (org.apache.hadoop.fs.Path file : stored.trials()) {
            TableFile.read(clean(results).fileSystem(), file, TrialIndex.ID, row -> ids.add(row.getString(0, 0)));
        }
        ids.removeAll(stored.replaced());
        stored.entries().forEach(entry -> ids.add(entry.trialId()));
        assertThat(ids).as(when).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(recorded.keySet());
    }

    private static void assertThatAllIsThere(Path results, String when) throws IOException {
        for (String table : List.of("trials", "curves")) {
            assertThat(ForeignReader.duplicates(results, table))
                    .as(when + table)
                    .isEmpty();
            assertThat(ForeignReader.rows(results, table))
                    .as(when + table)
                    .isEqualTo(ForeignReader.rows(CrashScenario.entries(), table));
        }
        Set<String> left = new HashSet<>();
        try (Stream<Path> files = Files.walk(results)) {
            files.filter(Files::isRegularFile)
                    .map(file -> results.relativize(file).toString())
                    .filter(file -> !TableFiles.isTableFile(file))
                    .forEach(left::add);
        }
        left.remove("trials/_verified.json");
        assertThat(left).as(when).allMatch(file -> file.matches("ledger/_[0-9a-f]{16}\\.json\\.damaged"));
    }
}
