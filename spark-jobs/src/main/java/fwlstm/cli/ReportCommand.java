package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import fwlstm.report.Report;
import fwlstm.results.FileSystems;
import fwlstm.results.ResultsDirectory;
import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.table.StoredTables;
import fwlstm.text.Shell;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of a sweep. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        header = "Writes a page about a sweep, with its figures.%n",
        description = {
            "Writes a page about a sweep: the results table, ranks of the cells over tasks, learning curves, test"
                    + " error by K and by parameters, updates to 99 %% validation accuracy, the Pareto front of error"
                    + " and cost, the importance and the effect of each setting, the progress and the ranking of a"
                    + " search, failed trials, and where each trial ran.",
            "",
            "The page, report.html, is self-contained: it needs no network and no script. It can be mailed,"
                    + " printed, and read on a phone, in light or dark. The folder 'figures' beside it has"
                    + " every figure for papers (SVG) and for slides (PNG), and its numbers for"
                    + " programs (CSV).",
            "",
            "Works while the sweep runs, too: missing trials are counted, and every number comes with its"
                    + " number of seeds. Later runs overwrite the files.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw report results/quickstart",
            "  fw report results/quickstart --out ~/public/quickstart",
            "  fw report hdfs://HOST/results/search --out search-report"
        })
final class ReportCommand implements Callable<Integer> {
    private static final String ALLOWED = "a folder on this machine that can be written";

    @Mixin
    private DirectoryArgument directory;

    @Mixin
    private IgnoredMaster master;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Folder on this machine to write to; created if it does not exist."
                    + " Default: DIR/report, or report-NAME here if DIR is not on this machine.")
    private String out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<Path> given = given();
        ResultsDirectory results = directory.existing();
        Path folder = prepared(given.orElse(defaultValue(results)));
        Report report = DirectoryArgument.ask(results, spec, this::report);
        try {
            report.write(folder);
        } catch (IOException e) {
            throw new IOException("cannot write the report in " + folder + ": " + Sentence.of(e), e);
        }
        spec.commandLine()
                .getOut()
                .println("wrote " + folder.resolve(Report.PAGE) + " and " + report.figures() + " figures");
        return 0;
    }

    private Report report(StoredTables tables) throws IOException {
        String table = new ResultsTable(tables.sweep(), tables.configurations(), ComparedBy.HIDDEN, false)
                .format(TextTable.Format.HTML);
        return Report.of(tables, table, commandLine());
    }

    /** The requested folder, refused before any work if it cannot be written. */
    private Optional<Path> given() {
        if (out == null) {
            return Optional.empty();
        }
        Path folder;
        try {
            folder = Path.of(out);
        } catch (InvalidPathException e) {
            throw ConfigException.of("--out", out, ALLOWED);
        }
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            String problem = Files.isDirectory(existing) ? " cannot be written" : " is not a folder";
            throw ConfigException.of("--out " + folder, existing + problem, ALLOWED);
        }
        return Optional.of(folder);
    }

    private static Path defaultValue(ResultsDirectory results) {
        return FileSystems.isLocal(results.fileSystem())
                ? Path.of(results.path().toUri().getPath(), Report.FOLDER)
                : Path.of(Report.FOLDER + "-"
                        + (results.path().isRoot() ? "root" : results.path().getName()));
    }

    private static Path prepared(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw refused(folder, e);
        }
    }

    private static ConfigException refused(Path folder, IOException e) {
        return ConfigException.of("--out " + folder, Sentence.of(e), ALLOWED);
    }

    /** The command as it was typed. */
    private String commandLine() {
        return "fw " + Shell.words(spec.root().commandLine().getParseResult().originalArgs());
    }
}
