package fwlstm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a small sweep and the commands that read its results, for Java to archive the classes that they load. {@code fw}
 * starts it once after a build.
 */
final class Rehearsal {
    private static final String SWEEP = """
            name: rehearsal
            task: {name: art, pairs: [1, 2]}
            cell: {name: [fw-lstm, lstm], hidden: 4}
            train: {updates: 2, evaluate_every: 1, batch: 4}
            data: {train: 16, validation: 16, test: 16}
            seeds: 3
            backend: cpu
            """;

    private static final String QUERY = """
            SELECT cell, count(*), round(100 * avg(test_error), 1), max(c.validation_accuracy)
            FROM trials JOIN curves c USING (trial_id) WHERE seed < 2 GROUP BY cell ORDER BY 1""";

    private Rehearsal() {}

    /** @param arguments an empty folder */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        String file = Files.writeString(folder.resolve("rehearsal.yaml"), SWEEP).toString();
        String results = folder.resolve("results").toString();
        Main.run("--version");
        Main.run("sweep", file, "--out", results);
        Main.run("status", results);
        Main.run("tables", results);
        Main.run("compare", results, results);
        Main.run("report", results);
        Main.run("sql", results, QUERY);
        System.exit(0); // Spark's threads may go on
    }
}
