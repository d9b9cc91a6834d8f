package fwlstm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  fw sql results/quickstart 'SELECT * FROM tables WHERE best' --format json"
        })
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private ViewOptions views;

    @Parameters(index = "1", paramLabel = "QUERY", description = "The query, as one argument.")
    private String query;

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
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        return views.open("sql", (spark, results) -> {
            try {
                out.println(answer(spark).format(format));
                return ExitCode.OK;
            } catch (QueryException e) {
                err.println("fw: " + e.getMessage());
                return ExitCode.SOFTWARE;
            }
        });
    }

    private Answer answer(SparkSession spark) {
        try {
            return Answer.of(spark.sql(query));
        } catch (Exception e) { // Spark's AnalysisException, a checked one that sql() does not declare
            throw QueryException.of("", e);
        }
    }
}
