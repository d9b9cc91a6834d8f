package fwlstm.results;

import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/** The rows of recorded trials and of their curves, each once, read from tables and ledger into plain maps. */
public final class RecordedRows {
    private static final List<String> KEYS = List.of("trial_id", "status");

    private final ResultsDirectory results;
    private final StoredResults stored;
    private final Consumer<String> problems;

    /**
     * The rows that a directory holds at one moment.
     *
     * @param problems told about each damaged file that is skipped, in a sentence
     */
    public RecordedRows(ResultsDirectory results, StoredResults stored, Consumer<String> problems) {
        this.results = results;
        this.stored = stored;
        this.problems = problems;
    }

    /**
     * Some columns of all trials, in order of their ids.
     *
     * @param names of the columns; {@code trial_id}, {@code status}, {@code task} and {@code pairs} come with them
     */
    public List<Map<String, Object>> trials(Predicate<String> names) throws IOException {
        List<Column> columns = Column.TRIALS.stream()
                .filter(column -> KEYS.contains(column.name()) || names.test(column.name()))
                .toList();
        Map<String, Map<String, Object>> byTrial = new TreeMap<>();
        for (List<Map<String, Object>> file :
                Parallel.map(stored.trials(), path -> read(path, columns, row -> !isReplaced(row)))) {
            file.forEach(row -> byTrial.merge((String) row.get("trial_id"), row, (a, b) -> isFinal(a) ? a : b));
        }
        stored.entries().forEach(entry -> byTrial.put(entry.trialId(), entry.trial()));
        return List.copyOf(byTrial.values());
    }

    private static boolean isFinal(Map<String, Object> trial) {
        return Status.of(trial.get("status")).orElseThrow().isFinal();
    }

    private boolean isReplaced(Map<String, Object> row) {
        return stored.replaced().contains(row.get("trial_id"));
    }

    /** The curves of some trials by their ids, each in order of its updates. */
    public Map<String, List<CurvePoint>> curves(Set<String> trialIds) throws IOException {
        Map<String, List<CurvePoint>> curves = new HashMap<>();
        for (List<Map<String, Object>> file : Parallel.map(
                stored.curves(),
                path -> read(path, Column.CURVES, row -> trialIds.contains(row.get("trial_id")) && !isReplaced(row)))) {
            file.forEach(row -> curves.computeIfAbsent((String) row.get("trial_id"), id -> new ArrayList<>())
                    .add(point(row)));
        }
        for (RecordedTrial entry : stored.entries()) {
            if (trialIds.contains(entry.trialId())) {
                curves.put(
                        entry.trialId(),
                        new ArrayList<>(
                                entry.curve().stream().map(RecordedRows::point).toList()));
            }
        }
        curves.values().forEach(curve -> curve.sort(Comparator.comparingInt(CurvePoint::update)));
        return curves;
    }

    /** A row of the table {@code curves}. */
    public static CurvePoint point(Map<String, Object> row) {
        return new CurvePoint(
                (Integer) row.get("update"),
                (Double) row.get("epoch"),
                (Double) row.get("train_loss"),
                (Double) row.get("validation_loss"),
                (Double) row.get("validation_accuracy"),
                (Double) row.get("seconds"));
    }

    private List<Map<String, Object>> read(Path file, List<Column> columns, Predicate<Map<String, Object>> wanted)
            throws IOException {
        try {
            return read(results, file, columns, wanted);
        } catch (DamagedException e) {
            VerifiedTables.forget(results);
            problems.accept(Publication.name(file) + " is damaged (" + e.getMessage()
                    + "): its trials are missing here, and the same fw sweep trains them again");
            return List.of();
        }
    }

    /**
     * Some columns of the wanted rows of a table's file, including those in the names of its directories.
     *
     * @throws DamagedException if it is damaged
     */
    static List<Map<String, Object>> read(
            ResultsDirectory results, Path file, List<Column> columns, Predicate<Map<String, Object>> wanted)
            throws IOException {
        Path pairs = file.getParent(); // not of parent directories, which may be named like a column
        Map<String, String> partition = TableFiles.partition(pairs.getParent().getName() + "/" + pairs.getName());
        List<Map<String, Object>> rows = new ArrayList<>();
        TableFile.read(results.fileSystem(), file, TableFile.schema(columns), group -> {
            Map<String, Object> row = TableFile.values(columns, group);
            row.put("task", partition.get("task"));
            row.put("pairs", Integer.valueOf(partition.get("pairs")));
            if (wanted.test(row)) {
                rows.add(row);
            }
        });
        return rows;
    }
}
