package fwlstm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.report.MadeUp;
import fwlstm.results.Compaction;
import fwlstm.results.Records;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of ten thousand trials, a page of it at a time. */
@Timeout(600)
class ServeScaleIT {
    private static final String SWEEP = """
            name: large
            task: {name: art, pairs: [2, 4]}
            cell: [{name: fw-lstm, hidden: 5}, {name: irnn, hidden: 5}]
            train: {updates: 200, evaluate_every: 100, learning_rate: [0.001, 0.002, 0.003, 0.004, 0.005]}
            seeds: 500
            """;

    @TempDir
    Path folder;

    private static List<String> trials(String table) {
        return Pattern.compile("id=\"trial-([0-9a-f]{16})\"")
                .matcher(table)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String timed(Visitor visitor, String path) throws Exception {
        visitor.page(path);
        long start = System.nanoTime();
        HttpResponse<String> answer = visitor.get(path);
        System.out.printf(
                Locale.ROOT,
                "10,000 trials: %.0f ms, %,d kB, %s%n",
                (System.nanoTime() - start) * 1e-6,
                answer.body().length() / 1000,
                path);
        return answer.body();
    }

    @Test
    void ten_thousand_trials_are_shown_a_hundred_at_a_time() throws Exception {
        ResultsDirectory results = ResultsDirectory.at(folder.resolve("large").toString(), ResultsDirectory.hadoop());
        Sweep sweep = SweepFile.parse(SWEEP, List.of());
        results.claim(sweep);
        Records.write(
                results,
                sweep.trials().stream()
                        .map(trial -> MadeUp.done(sweep, trial, 1 - 0.0001 * (trial.seed() % 100 + 1)))
                        .toList());
        new Compaction(results).run();
        try (Visitor visitor = Visitor.of(folder.resolve("large"))) {
            visitor.await("/large/", "id=\"learning-curves\"");
            assertThat(timed(visitor, "/large/")).contains("Finished: all 10,000 trials are recorded.");
            assertThat(timed(visitor, "/large/live")).contains("10,000");
            String first = timed(visitor, "/large/trials");
            assertThat(first).contains("1 to 100 of 10,000 trials.", "Page 1 of 100");
            assertThat(trials(first)).hasSize(100).doesNotHaveDuplicates();
            assertThat(trials(timed(visitor, "/large/trials?page=100")))
                    .hasSize(100)
                    .doesNotContainAnyElementsOf(trials(first));
            String best = timed(visitor, "/large/trials?sort=test%20error%20%25&q=irnn");
            assertThat(best).contains("1 to 100 of 5,000 of 10,000 trials.");
            assertThat(Pattern.compile("<td class=\"number\">0\\.01</td>")
                            .matcher(best)
                            .results()
                            .count())
                    .isGreaterThanOrEqualTo(50); // of the 50 with the lowest
            assertThat(timed(visitor, "/large/trials?q=learning_rate%3D0.003+pairs%3D4+seed"))
                    .contains("1 to 100 of 1,000 of 10,000 trials.");
            String id = trials(first).get(7);
            assertThat(timed(visitor, "/large/trials/" + id)).contains("Recorded as done after 200 updates.", id);
        }
    }
}
