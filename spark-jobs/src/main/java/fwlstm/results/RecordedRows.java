package fwlstm.results;

import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;

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

    /**
     * Everything recorded about one trial, with its curve in order.
     *
     * @param task of the trial
     * @param pairs of the trial
     */
    public Optional<RecordedTrial> find(String trialId, String task, int pairs) throws IOException {
        for (RecordedTrial entry : stored.entries()) {
            if (entry.trialId().equals(trialId)) {
                return Optional.of(entry);
            }
        }
        Optional<Map<String, Object>> trial = ofTrial(stored.trials(), Column.TRIALS, trialId, task, pairs).stream()
                .reduce((a, b) -> isFinal(a) ? a : b);
        if (trial.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, Object>> curve = ofTrial(stored.curves(), Column.CURVES, trialId, task, pairs);
        curve.sort(Comparator.comparing(point -> (Integer) point.get("update")));
        return Optional.of(new RecordedTrial(trial.get(), curve));
    }

    private List<Map<String, Object>> ofTrial(
            List<Path> files, List<Column> columns, String trialId, String task, int pairs) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<String, String> wanted = Map.of("task", task, "pairs", String.valueOf(pairs));
        for (Path file : files) {
            if (partition(file).equals(wanted)) {
                rows.addAll(ofTrial(results, file, columns, trialId));
            }
        }
        return rows;
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
        List<Map<String, Object>> rows = new ArrayList<>();
        TableFile.read(results.fileSystem(), file, TableFile.schema(columns), group -> {
            Map<String, Object> row = row(file, columns, group);
            if (wanted.test(row)) {
                rows.add(row);
            }
        });
        return rows;
    }

    /**
     * All columns of a trial's rows in a table's file.
     *
     * @throws DamagedException if it is damaged
     */
    static List<Map<String, Object>> ofTrial(ResultsDirectory results, Path file, List<Column> columns, String trialId)
            throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        TableFile.readTrial(
                results.fileSystem(),
                file,
                TableFile.schema(columns),
                trialId,
                group -> rows.add(row(file, columns, group)));
        return rows;
    }

    /** The columns of a row, including those in the names of its directories. */
    private static Map<String, Object> row(Path file, List<Column> columns, Group group) {
        Map<String, String> partition = partition(file);
        Map<String, Object> row = TableFile.values(columns, group);
        row.put("task", partition.get("task"));
        row.put("pairs", Integer.valueOf(partition.get("pairs")));
        return row;
    }

    private static Map<String, String> partition(Path file) {
        Path pairs = file.getParent(); // not of parent directories, which may be named like a column
        return TableFiles.partition(pairs.getParent().getName() + "/" + pairs.getName());
    }
}
