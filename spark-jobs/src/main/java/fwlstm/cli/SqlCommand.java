package fwlstm.cli;

import fwlstm.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a query in Spark SQL. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = {
            "Answers a Spark SQL query over the results of a sweep.",
            "",
            "Views:",
            "  trials   a row per configuration and seed: settings, results, where it ran",
            "  curves   a row per evaluation: trial_id, update, epoch, losses, validation accuracy",
            "  tables   a row per configuration: mean, spread and count over its seeds; best marks the best of its study",
            "",
            "DESCRIBE trials explains the columns of a view: units, ranges, and what null stands for.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw sql results/quickstart 'SELECT cell, pairs, seed, test_error FROM trials ORDER BY 1, 2, 3'",
            "  fw sql results/quickstart 'SELECT * FROM tables WHERE best' --format json",
            "  fw sql results/quickstart --file conf/queries/best-configurations.sql"
        })
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private ViewOptions views;

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUERY", description = "The query, as one argument.")
    private String query;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE.sql",
            description = "A file with the query, such as those in conf/queries; several end with semicolons.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, csv, json, markdown or latex (default: text). csv leaves cells without a value empty;"
                    + " json is one array with an object for each row.")
    private AnswerFormat format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((query == null) == (file == null)) {
            throw new ParameterException(spec.commandLine(), "give either QUERY or --file");
        }
        List<String> statements =
                Statements.of(file == null ? query : read(file)).all();
        return views.open("sql", (spark, results) -> run(spark, statements));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw ConfigException.of("--file", file.toString(), "a text file that can be read");
        }
    }

    /** Answers one statement after the other, up to the first that fails. */
    private int run(SparkSession spark, List<String> statements) {
        try {
            for (String statement : statements) {
                print(Answer.to(spark, statement, file == null ? "" : file.toString()));
            }
            return ExitCode.OK;
        } catch (QueryException e) {
            spec.commandLine().getErr().println("fw: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    /** Prints an answer; that of a command without one, such as SET, is nothing. */
    private void print(Answer answer) {
        if (!answer.columns().isEmpty()) {
            spec.commandLine().getOut().println(answer.format(format));
        }
    }
}
