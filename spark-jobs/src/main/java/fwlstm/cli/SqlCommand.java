package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import fwlstm.io.TextFile;
import fwlstm.spark.LiveViews;
import fwlstm.spark.ResultTables;
import fwlstm.sql.QueryException;
import fwlstm.sql.QueryResult;
import fwlstm.sql.ResultFormat;
import fwlstm.sql.SqlPrompt;
import fwlstm.sql.Statements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a query in Spark SQL. */
@Command(
        name = "sql",
        preprocessor = SqlCommand.Comments.class,
        mixinStandardHelpOptions = true,
        header = "Answers SQL queries over the results of a sweep.%n",
        description = {
            "Answers Spark SQL queries over the results of a sweep.",
            "",
            "Views:",
            "  trials   one row per trial, a configuration with a seed: settings, results, where it ran",
            "  curves   one row per evaluation: trial_id, update, epoch, losses, validation accuracy",
            "  tables   one row per configuration: mean, spread and count over its seeds; best marks the best"
                    + " of its study",
            "",
            "Functions: mean_of, std_of and sum_of of a list, such as mean_of(collect_list(test_error)), give"
                    + " the same last digit however results are stored and on any number of cores;"
                    + " t_half_width(n, std) is half a 95 %% confidence interval.",
            "",
            "CREATE TEMPORARY VIEW and CREATE TABLE … AS SELECT work; their results are dropped when the command ends.",
            "",
            "DESCRIBE trials explains the columns of a view: units, ranges, and the meaning of null.",
            ""
        },
        footer = {
            "",
            "At the prompt a statement ends with a semicolon, the tab key completes keywords, views and"
                    + " columns, and \\q or control-D leaves. History is in ~/.cache/fw-lstm/sql-history.",
            "",
            "Examples:",
            "  fw sql results/quickstart 'SELECT cell, pairs, seed, test_error FROM trials ORDER BY 1, 2, 3'",
            "  fw sql results/quickstart 'SELECT * FROM tables WHERE best' --format json",
            "  fw sql results/quickstart --file conf/queries/best-configurations.sql"
        })
final class SqlCommand implements Callable<Integer> {
    private static final String TEXT = "SQL as text in UTF-8";

    @Mixin
    private ViewOptions views;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "QUERY",
            description = "The query, as one argument. Without it and without --file, a prompt with history and"
                    + " completion opens; if the input is not a terminal, statements are read from it.")
    private String query;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE.sql",
            description = "A file with queries, such as those in conf/queries; several are separated by semicolons.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, csv, json, markdown or latex (default: text). csv leaves cells without a value"
                    + " empty; json is an array with one object per row.")
    private ResultFormat format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (query != null && file != null) {
            throw new ParameterException(spec.commandLine(), "give QUERY or --file, not both");
        }
        String text = file == null ? query : read(file);
        return views.open("sql", live -> text == null ? typed(live) : run(live, text));
    }

    /** Answers statements that somebody types, or that another program sends. */
    private int typed(LiveViews live) throws IOException {
        Terminal terminal = TerminalBuilder.builder().name("fw sql").dumb(true).build();
        if (terminal instanceof DumbTerminal) { // not closed: that would close the input, which is still to be read
            return run(live, decoded(System.in.readAllBytes()));
        }
        try (terminal) {
            SqlPrompt prompt = new SqlPrompt(terminal, SqlPrompt.history(), live.answer(() -> words(live.spark())));
            // Control-C during an answer ends the answer, not the program.
            terminal.handle(
                    Terminal.Signal.INT, signal -> live.spark().sparkContext().cancelAllJobs());
            spec.commandLine()
                    .getOut()
                    .println(
                            "Spark SQL over trials, curves and tables. A statement ends with a semicolon; \\q leaves.");
            prompt.run(statement -> run(live, statement));
        }
        return ExitCode.OK;
    }

    /** Words for completion: the views, their columns, and Spark's keywords. */
    private static Set<String> words(SparkSession spark) {
        Set<String> words = new TreeSet<>(ResultTables.VIEWS);
        ResultTables.VIEWS.forEach(
                view -> words.addAll(List.of(spark.table(view).columns())));
        words.addAll(spark.sql("SELECT keyword FROM sql_keywords()")
                .as(Encoders.STRING())
                .collectAsList());
        return words;
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file);
        } catch (TextFile.EncodingException e) {
            throw ConfigException.of("--file " + file, e.getMessage(), TEXT);
        } catch (IOException e) {
            throw ConfigException.of("--file", file.toString(), "a text file that can be read");
        }
    }

    private static String decoded(byte[] input) {
        try {
            return TextFile.decode(input);
        } catch (TextFile.EncodingException e) {
            throw ConfigException.of("the input", e.getMessage(), TEXT);
        }
    }

    /** Answers one statement after the other, up to the first that fails, each from the trials recorded by then. */
    private int run(LiveViews live, String text) {
        try {
            for (String statement : Statements.of(text).all()) {
                print(live.answer(() -> QueryResult.to(live.spark(), statement, file == null ? "" : file.toString())));
            }
            return ExitCode.OK;
        } catch (QueryException e) {
            spec.commandLine().getErr().println("fw: " + e.getMessage());
            return ExitCode.SOFTWARE;
        } catch (ConfigException e) {
            spec.commandLine().getErr().println("fw: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            spec.commandLine().getErr().println("fw: the results cannot be read any more: " + Sentence.of(e));
            return ExitCode.SOFTWARE;
        }
    }

    /** Prints an answer; a command without one, such as SET, prints nothing. */
    private void print(QueryResult answer) {
        if (!answer.columns().isEmpty()) {
            spec.commandLine().getOut().println(answer.format(format));
        }
    }

    /** Prevents a query that begins with a comment from being taken for an option. */
    static final class Comments implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> information) {
            arguments.replaceAll(text -> text.matches("(?s)--\\s.*") ? " " + text : text);
            return false;
        }
    }
}
