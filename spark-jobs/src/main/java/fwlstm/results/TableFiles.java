package fwlstm.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The Parquet files that hold the tables at one moment, whatever a compaction is doing and however late listings are:
 * the files that listings show and that the journal adds, without those that the journal excludes and those that do not
 * exist when accessed by name. The curves of the trials in {@code trials/…/NAME.parquet} are in {@code
 * curves/…/NAME.parquet}; one without the other counts as damaged.
 *
 * @param whole the files that count and their numbers of rows, by their paths relative to the results directory
 * @param damaged the files that cannot be read, and why
 * @param verified the remembered state of those intact files that are unchanged since they were read completely
 */
record TableFiles(
        SortedMap<String, Long> whole,
        SortedMap<String, String> damaged,
        SortedMap<String, VerifiedTables.Table> verified) {
    static final String TRIALS = "trials/";
    static final String CURVES = "curves/";

    private static final String DIRECTORY = "(trials|curves)/task=[a-z0-9_-]+/pairs=[0-9]+/";
    private static final String PAIRED = DIRECTORY + "[0-9a-f]{32}\\.parquet";
    private static final String FILE = DIRECTORY + "[A-Za-z0-9][A-Za-z0-9._-]*\\.parquet";
    private static final int MOST_ATTEMPTS = 50;

    /**
     * The state of a file: its number of rows or, if negative, the reason why there are none; null if there is no file.
     */
    private record State(long rows, String problem, VerifiedTables.Table verified) {}

    /** @throws fwlstm.config.ConfigException if a newer fw-lstm has written one of them */
    static TableFiles of(ResultsDirectory results) throws IOException {
        VerifiedTables verified = VerifiedTables.read(results);
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Optional<Journal> journal = journal(results);
            SortedSet<String> listed = list(results);
            TableFiles files = inspect(results, verified, journal, listed);
            if (journal.equals(journal(results)) && listed.equals(list(results))) {
                return files;
            }
            pause(10L * attempt);
        }
        throw new IOException("cannot read " + results.name() + ": its files change all the time");
    }

    private static Optional<Journal> journal(ResultsDirectory results) throws IOException {
        try {
            return Journal.read(results.fileSystem(), results.path());
        } catch (DamagedException e) { // nothing was changed after it
            return Optional.empty();
        }
    }

    private static TableFiles inspect(
            ResultsDirectory results, VerifiedTables verified, Optional<Journal> journal, SortedSet<String> listed)
            throws IOException {
        SortedSet<String> named = new TreeSet<>(listed);
        journal.ifPresent(j -> j.add().forEach(added -> named.add(added.path())));
        for (String path : List.copyOf(named)) {
            if (path.matches(PAIRED)) {
                named.add(partner(path));
            }
        }
        Map<String, State> states = states(results, verified, named);
        boolean added = journal.isPresent()
                && journal.get().add().stream().allMatch(file -> {
                    State state = states.get(file.path());
                    return state != null && state.rows == file.rows();
                });
        journal.ifPresent(j -> {
            if (added) {
                j.remove().forEach(states::remove);
            } else {
                j.add().forEach(file -> states.remove(file.path()));
            }
        });
        SortedMap<String, Long> whole = new TreeMap<>();
        SortedMap<String, String> damaged = new TreeMap<>();
        SortedMap<String, VerifiedTables.Table> known = new TreeMap<>();
        states.forEach((path, state) -> {
            State partner = path.matches(PAIRED) ? states.get(partner(path)) : state;
            if (state.rows < 0) {
                damaged.put(path, state.problem);
            } else if (partner == null || partner.rows < 0) {
                damaged.put(path, partner(path) + " is missing or damaged");
            } else {
                whole.put(path, state.rows);
                if (state.verified != null) {
                    known.put(path, state.verified);
                }
            }
        });
        return new TableFiles(whole, damaged, known);
    }

    private static Map<String, State> states(ResultsDirectory results, VerifiedTables verified, SortedSet<String> paths)
            throws IOException {
        List<String> order = List.copyOf(paths);
        List<State> states = Parallel.map(order, path -> state(results, verified, path));
        Map<String, State> byPath = new TreeMap<>();
        for (int k = 0; k < order.size(); k++) {
            if (states.get(k) != null) {
                byPath.put(order.get(k), states.get(k));
            }
        }
        return byPath;
    }

    private static State state(ResultsDirectory results, VerifiedTables verified, String path) throws IOException {
        Path file = new Path(results.path(), path);
        try {
            Optional<VerifiedTables.Table> known = verified.unchanged(results, path);
            if (known.isPresent()) {
                return new State(known.get().rows(), null, known.get());
            }
            TableFile.Footer footer = TableFile.footer(results.fileSystem(), file);
            results.format().checkColumns(table(path), footer.schema());
            return new State(footer.rows(), null, null);
        } catch (FileNotFoundException e) {
            return null;
        } catch (DamagedException e) {
            return new State(-1, e.getMessage(), null);
        } catch (NewerFormatException e) {
            throw e.of(file);
        }
    }

    /** The table that a file belongs to. */
    private static String table(String path) {
        return path.startsWith(TRIALS) ? TRIALS : CURVES;
    }

    /** The files of both tables that listings show now. */
    static SortedSet<String> list(ResultsDirectory results) throws IOException {
        List<Path> directories = new ArrayList<>();
        for (String table : List.of(TRIALS, CURVES)) {
            for (FileStatus task : Publication.list(results.fileSystem(), new Path(results.path(), table))) {
                if (task.isDirectory()) {
                    Stream.of(Publication.list(results.fileSystem(), task.getPath()))
                            .filter(FileStatus::isDirectory)
                            .forEach(pairs -> directories.add(pairs.getPath()));
                }
            }
        }
        SortedSet<String> files = new TreeSet<>();
        for (FileStatus[] statuses : Parallel.map(directories, path -> Publication.list(results.fileSystem(), path))) {
            for (FileStatus status : statuses) {
                String path = relative(results, status.getPath());
                if (isTableFile(path)) {
                    files.add(path);
                }
            }
        }
        return files;
    }

    private static String relative(ResultsDirectory results, Path file) {
        String root = results.path().toUri().getPath(); // only the root of a file system ends with a slash
        return file.toUri().getPath().substring(root.endsWith("/") ? root.length() : root.length() + 1);
    }

    /** Whether this is the path of a table's file, relative to the results directory. */
    static boolean isTableFile(String path) {
        return path != null && path.matches(FILE);
    }

    /** The values of a partition's columns, from the path of a file in it. */
    static Map<String, String> partition(String path) {
        Map<String, String> values = new TreeMap<>();
        for (String name : path.split("/")) {
            int equals = name.indexOf('=');
            if (equals > 0) {
                values.put(name.substring(0, equals), name.substring(equals + 1));
            }
        }
        return values;
    }

    /** The partner of a file in the other table. */
    static String partner(String path) {
        return path.startsWith(TRIALS)
                ? CURVES + path.substring(TRIALS.length())
                : TRIALS + path.substring(CURVES.length());
    }

    /** The whole files of a table. */
    List<String> of(String table) {
        return whole.keySet().stream().filter(path -> path.startsWith(table)).toList();
    }

    static void pause(long milliseconds) throws InterruptedIOException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
