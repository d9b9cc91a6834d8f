package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import fwlstm.report.MadeUp;
import fwlstm.report.Report;
import fwlstm.results.Plan;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.ResultTables;
import fwlstm.spark.Sessions;
import fwlstm.sql.QueryResult;
import fwlstm.sql.ResultFormat;
import fwlstm.sweep.Scheduler;
import fwlstm.sweep.Sweep;
import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.table.StoredTables;
import fwlstm.tensorboard.TrialEvents;
import fwlstm.text.TextTable;
import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written and said is the same, byte for byte, wherever a user lives. */
class PlacesIT {
    private static final Locale LOCALE = Locale.getDefault();
    private static final TimeZone ZONE = TimeZone.getDefault();

    @TempDir
    private static Path folder;

    private static SparkSession spark;
    private static ResultsDirectory results;
    private static Map<String, byte[]> anywhere;

    @BeforeAll
    static void writeWhereNothingIsSpecial() throws IOException {
        spark = Sessions.open("places", "local[1]");
        results = MadeUp.search(folder.resolve("results"));
        try {
            goTo(Locale.ROOT, "UTC");
            anywhere = all(Files.createDirectory(folder.resolve("anywhere")));
        } finally {
            goTo(LOCALE, ZONE.getID());
        }
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static void goTo(Locale locale, String zone) {
        Locale.setDefault(locale);
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
    }

    /** Digits of their own, a letter i of its own, a comma for the point, a day of its own. */
    @ParameterizedTest
    @CsvSource({"ar-EG, Pacific/Chatham", "tr-TR, Europe/Istanbul"})
    void files_tables_and_announcements_are_the_same(String language, String zone) throws IOException {
        Map<String, byte[]> here;
        try {
            goTo(Locale.forLanguageTag(language), zone);
            here = all(Files.createDirectory(folder.resolve(language)));
        } finally {
            goTo(LOCALE, ZONE.getID());
        }
        assertThat(here).containsOnlyKeys(anywhere.keySet());
        assertThat(here).allSatisfy((name, bytes) -> assertThat(bytes).as(name).isEqualTo(anywhere.get(name)));
    }

    @Test
    void help_is_the_same() throws IOException, InterruptedException {
        String turkish = Fw.print(folder, List.of("-Duser.language=tr", "-Duser.country=TR"), "train", "--help");
        try {
            goTo(Locale.ROOT, "UTC");
            assertThat(turkish).isEqualTo(Fw.run("train", "--help").out());
        } finally {
            goTo(LOCALE, ZONE.getID());
        }
    }

    /** A plan of which there is much to say. */
    private static Plan everything(Sweep sweep) {
        Set<String> ids = sweep.trials().stream().map(Trial::id).collect(Collectors.toSet());
        Map<String, Status> failed = ids.stream().collect(Collectors.toMap(id -> id, id -> Status.FAILED));
        return new Plan(sweep.trials(), Scheduler.of(List.of()), failed, ids, ids);
    }

    /** All that there is to be written about a sweep, by name. */
    private static Map<String, byte[]> all(Path out) throws IOException {
        Sweep sweep = results.sweep();
        new ResultTables(spark, results).registerViews();
        StoredTables tables = StoredTables.read(results);
        ResultsTable table = new ResultsTable(sweep, tables.configurations(), ComparedBy.HIDDEN, true);
        for (TextTable.Format format : TextTable.Format.values()) {
            Files.writeString(out.resolve("table-" + format), table.format(format));
        }
        for (ResultFormat format : ResultFormat.values()) {
            QueryResult answer = QueryResult.to(
                    spark,
                    "SELECT trial_id, finished_at, learning_rate, `update`, validation_accuracy, date_format(finished_at, 'MMM d')"
                            + " AS day, upper(cell) AS title FROM trials JOIN curves USING (trial_id) ORDER BY 1, `update`",
                    "");
            Files.writeString(out.resolve("answer-" + format), answer.format(format));
        }
        Report.of(tables, table.format(TextTable.Format.HTML), "fw report x").write(out);
        Trial trial = sweep.trials().get(0);
        List<CurvePoint> curve = List.of(new CurvePoint(2000, 0.5, 2.0, 1.5, 0.25, 0.75));
        new TrialEvents(trial, Instant.parse("2026-01-02T03:04:05.250Z"), curve).write(out);
        Files.write(out.resolve("announcement"), Announcement.ofPlan(sweep, everything(sweep), "x"));
        Files.writeString(out.resolve("sweep"), sweep.source() + sweep.studyLabels());
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                content.put(out.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }
}
