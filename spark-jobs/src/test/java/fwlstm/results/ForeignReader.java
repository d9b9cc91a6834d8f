package fwlstm.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/** Reads tables as a program does that knows nothing of us: all Parquet files of a directory that are not hidden. */
final class ForeignReader {
    private static final FileSystem FILES =
            ResultsDirectory.at("/", Records.HADOOP).fileSystem();

    private ForeignReader() {}

    /** The rows of a table as text, sorted. */
    static List<String> rows(Path results, String table) throws IOException {
        List<Column> columns = table.equals("trials") ? Column.TRIALS : Column.CURVES;
        List<String> rows = new ArrayList<>();
        for (Path file : files(results.resolve(table))) {
            TableFile.read(
                    FILES,
                    new org.apache.hadoop.fs.Path(file.toUri()),
                    TableFile.schema(columns),
                    row -> rows.add(row.toString()));
        }
        rows.sort(null);
        return rows;
    }

    /** What the rows of entries are as text, sorted. */
    static List<String> rows(List<RecordedTrial> entries, String table) {
        List<Column> columns = table.equals("trials") ? Column.TRIALS : Column.CURVES;
        return entries.stream()
                .flatMap(entry -> entry.rows(columns).stream())
                .map(row -> TableFile.row(TableFile.schema(columns), row).toString())
                .sorted()
                .toList();
    }

    static List<Path> files(Path table) throws IOException {
        if (!Files.isDirectory(table)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .filter(file -> Stream.of(table.relativize(file).toString().split("/"))
                            .noneMatch(name -> name.startsWith("_") || name.startsWith(".")))
                    .sorted()
                    .toList();
        }
    }

    /** Ids in the rows of a table that are there more than once. */
    static List<String> duplicates(Path results, String table) throws IOException {
        List<String> rows = rows(results, table);
        List<String> keys = rows.stream()
                .map(row -> Arrays.stream(row.split("\n"))
                        .filter(line -> line.startsWith("trial_id:") || line.startsWith("update:"))
                        .toList()
                        .toString())
                .toList();
        return keys.stream()
                .filter(key -> keys.indexOf(key) != keys.lastIndexOf(key))
                .toList();
    }
}
