package fwlstm.results;

import fwlstm.results.RecordedTrials.RecordedStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;

/**
 * The new files for a batch of entries: in each partition one file of either table, of the same name. They replace the
 * files in which an entry's trial has an earlier row, and take over the other rows of those files.
 */
final class CompactionBatch {
    private static final List<String> TABLES = List.of(TableFiles.CURVES, TableFiles.TRIALS);

    private final ResultsDirectory results;
    private final FileSystem fileSystem;
    private final TrialIndex index;
    private final Map<String, RecordedTrial> entries;
    private final SortedMap<String, Partition> partitions = new TreeMap<>();
    private final String name = Publication.unique() + ".parquet";

    /** The content of the new files of one partition. */
    private static final class Partition {
        final List<RecordedTrial> entries = new ArrayList<>();

        /** Files of the table {@code trials} that are replaced. */
        final SortedSet<String> replaced = new TreeSet<>();
    }

    CompactionBatch(ResultsDirectory results, List<RecordedTrial> batch, TrialIndex index) {
        this.results = results;
        this.fileSystem = results.fileSystem();
        this.index = index;
        this.entries = batch.stream().collect(Collectors.toMap(RecordedTrial::trialId, entry -> entry));
        for (RecordedTrial entry : batch) {
            partition(directory(entry)).entries.add(entry);
            TrialIndex.Row earlier = index.rows().get(entry.trialId());
            if (earlier != null) {
                partition(directory(earlier.file())).replaced.add(earlier.file());
            }
        }
    }

    private Partition partition(String directory) {
        return partitions.computeIfAbsent(directory, d -> new Partition());
    }

    private static String directory(RecordedTrial entry) {
        return Column.PARTITIONS.stream()
                .map(column -> column + "=" + entry.trial().get(column) + "/")
                .collect(Collectors.joining());
    }

    private static List<Map<String, Object>> rows(RecordedTrial entry, String table) {
        return table.equals(TableFiles.TRIALS) ? List.of(entry.trial()) : entry.curve();
    }

    private static String directory(String trialsFile) {
        return trialsFile.substring(TableFiles.TRIALS.length(), trialsFile.lastIndexOf('/') + 1);
    }

    /** Quarantines the first damaged file among those to be replaced; returns which and why. */
    Optional<String> quarantineDamaged() throws IOException {
        for (Partition partition : partitions.values()) {
            for (String table : TABLES) {
                for (String file : replaced(partition, table)) {
                    try {
                        TableFile.verify(fileSystem, new Path(results.path(), file));
                    } catch (DamagedException e) {
                        return Optional.of(Recovery.quarantine(results, file, e.getMessage()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The planned changes. */
    Journal plan() throws IOException {
        List<Journal.Added> add = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        for (Map.Entry<String, Partition> entry : partitions.entrySet()) {
            Partition partition = entry.getValue();
            for (String table : TABLES) {
                long[] rows = {0};
                partition.entries.forEach(e -> rows[0] += rows(e, table).size());
                copy(partition, table, TrialIndex.ID, row -> rows[0]++);
                add.add(new Journal.Added(table + entry.getKey() + name, rows[0]));
                remove.addAll(replaced(partition, table));
            }
        }
        return new Journal(add, remove);
    }

    void write() throws IOException {
        for (Map.Entry<String, Partition> entry : partitions.entrySet()) {
            for (String table : TABLES) {
                Path file = new Path(results.path(), table + entry.getKey() + name);
                if (Publication.createsIfAbsent(fileSystem, file)) { // atomic, and the name is unique
                    write(entry.getValue(), table, file);
                    continue;
                }
                write(entry.getValue(), table, temporary(file));
                if (!Publication.rename(fileSystem, temporary(file), file)) {
                    throw new IOException("there already is " + Publication.name(file));
                }
            }
        }
    }

    private void write(Partition partition, String table, Path file) throws IOException {
        MessageType schema = TableFile.schema(results.format().columns(table));
        try (ParquetWriter<Group> writer = TableFile.create(fileSystem, file, schema)) {
            for (RecordedTrial entry : partition.entries) {
                for (Map<String, Object> row : rows(entry, table)) {
                    writer.write(TableFile.row(schema, row));
                }
            }
            copy(partition, table, schema, writer::write);
        }
    }

    /** The rows of the replaced files, except those of trials in the batch. */
    private void copy(Partition partition, String table, MessageType columns, TableFile.RowConsumer rows)
            throws IOException {
        for (String file : replaced(partition, table)) {
            TableFile.read(fileSystem, new Path(results.path(), file), columns, row -> {
                if (!entries.containsKey(TrialIndex.trialId(row))) {
                    rows.accept(row);
                }
            });
        }
    }

    private List<String> replaced(Partition partition, String table) {
        return partition.replaced.stream()
                .map(file -> table.equals(TableFiles.TRIALS) ? file : TableFiles.partner(file))
                .filter(index.files().whole()::containsKey)
                .toList();
    }

    /** Records in the index where the trials are now. */
    void updateIndex() {
        partitions.forEach((directory, partition) -> {
            String file = TableFiles.TRIALS + directory + name;
            if (!partition.replaced.isEmpty()) {
                index.rows()
                        .replaceAll((id, row) -> partition.replaced.contains(row.file())
                                ? new TrialIndex.Row(row.recorded(), file)
                                : row);
            }
            for (RecordedTrial entry : partition.entries) {
                index.rows().put(entry.trialId(), new TrialIndex.Row(RecordedStatus.of(entry), file));
            }
            index.files().whole().put(file, 0L);
            index.files().whole().put(TableFiles.partner(file), 0L);
        });
    }

    /** The name of a new file until it is complete. */
    static Path temporary(Path file) {
        return new Path(file.getParent(), "_" + file.getName() + ".tmp");
    }
}
