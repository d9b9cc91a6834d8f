package fwlstm.cli;

import fwlstm.config.ConfigException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw sql results/quickstart 'SELECT cell, pairs, seed, test_error FROM trials ORDER BY 1, 2, 3'",
            "  fw sql results/quickstart 'DESCRIBE trials'"
        })
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private ViewOptions views;

    @Parameters(index = "1", paramLabel = "QUERY", description = "The query, as one argument.")
    private String query;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        views.print(
                "sql",
                (spark, results, format) -> {
                    Dataset<Row> answer = answer(spark);
                    TextTable table = new TextTable(Arrays.asList(answer.columns()));
                    answer.collectAsList().forEach(row -> table.add(cells(row)));
                    return table.format(format);
                },
                spec.commandLine().getOut());
        return 0;
    }

    private Dataset<Row> answer(SparkSession spark) {
        try {
            return spark.sql(query);
        } catch (Exception e) { // Spark's AnalysisException, a checked one that sql() does not declare
            String problem =
                    String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
            throw ConfigException.of("QUERY", query, "Spark SQL over trials, curves and tables; " + problem);
        }
    }

    private static List<String> cells(Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(k -> Objects.toString(row.get(k), ""))
                .toList();
    }
}
