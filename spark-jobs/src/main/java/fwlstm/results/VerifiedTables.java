package fwlstm.results;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which files of the tables have been read to their last page and found to be whole, and which trials they hold, so that
 * none of them has to be read again to know what is missing: {@code trials/_verified.json}, which readers of the tables
 * pass over; for the records at a rung, which stay where they are, {@code rungs/UPDATE/_verified.json} says the same. It may
 * be deleted at any time. What it says of a file counts while the file has the same length, time of
 * modification and, where the store has one, entity tag; where the whole of it is missing, damaged, or of another format,
 * the files are read.
 *
 * @param tables the files, by path relative to the results directory; records at a rung by name
 */
record VerifiedTables(SortedMap<String, Table> tables) {
    static final String NAME = "_verified.json";
    private static final int MOST_BYTES = 1 << 30;
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * By what a file is told from one that was changed.
     *
     * @param length bytes
     * @param modified in milliseconds since 1970
     * @param etag of an object store, else null
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Stamp(long length, long modified, String etag) {
        static Stamp of(FileStatus status) {
            String etag = status instanceof EtagSource source ? source.getEtag() : null;
            return new Stamp(status.getLen(), status.getModificationTime(), etag);
        }
    }

    /** What a row of the table {@code trials} says of how its trial stands. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Standing(String trialId, RecordedTrials.Recorded recorded) {}

    /**
     * A file.
     *
     * @param trials of its rows, if it is one of the table {@code trials}
     */
    record Table(Stamp stamp, long rows, List<Standing> trials) {
        Table {
            trials = List.copyOf(trials);
        }
    }

    /** What is in the file. */
    private record Content(String format, SortedMap<String, Table> tables) {}

    /** What is known; nothing where it cannot be read. */
    static VerifiedTables read(ResultsDirectory results) {
        return read(results.fileSystem(), results.trials(), results.format());
    }

    /** What is known of the files of a directory; nothing where it cannot be read. */
    static VerifiedTables read(FileSystem fileSystem, Path directory, RecordFormat format) {
        Path path = new Path(directory, NAME);
        try {
            Optional<byte[]> file = Checksummed.read(fileSystem, path, MOST_BYTES);
            if (file.isPresent()) {
                Content content = JSON.readValue(Checksummed.open(file.get()), Content.class);
                if (format.fingerprint().equals(content.format)) {
                    return new VerifiedTables(content.tables);
                }
            }
        } catch (IOException | RuntimeException e) { // being written, cut off, or of another fw-lstm
            LOG.log(System.Logger.Level.DEBUG, "{0} is passed over: {1}", path, Publication.problem(e));
        }
        return new VerifiedTables(new TreeMap<>());
    }

    /** What is known of a file, if that is as it was; empty also if there is no such file. */
    Optional<Table> unchanged(ResultsDirectory results, String path) throws IOException {
        Table known = tables.get(path);
        if (known == null) {
            return Optional.empty();
        }
        FileStatus status = results.fileSystem().getFileStatus(new Path(results.path(), path));
        return Optional.of(known).filter(table -> table.stamp.equals(Stamp.of(status)));
    }

    /**
     * Reads all of a file.
     *
     * @throws DamagedException if a byte of it has changed
     */
    static Table verify(ResultsDirectory results, String path) throws IOException {
        Path file = new Path(results.path(), path);
        Stamp stamp = Stamp.of(results.fileSystem().getFileStatus(file)); // before it is read
        long rows = TableFile.verify(results.fileSystem(), file);
        return new Table(
                stamp, rows, path.startsWith(TableFiles.TRIALS) ? TrialIndex.standings(results, path) : List.of());
    }

    /** Notes what is known of the tables now. Where that cannot be written, the next process reads the files again. */
    static void write(ResultsDirectory results, Map<String, Table> tables) {
        write(results.fileSystem(), results.trials(), results.format(), tables);
    }

    /** Notes what is known now of the files of a directory. */
    static void write(FileSystem fileSystem, Path directory, RecordFormat format, Map<String, Table> tables) {
        Path file = new Path(directory, NAME);
        try {
            byte[] json = JSON.writeValueAsBytes(new Content(format.fingerprint(), new TreeMap<>(tables)));
            Publication.write(fileSystem, file, Checksummed.seal(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers must be writable", e);
        } catch (IOException | FSError e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not written: {1}", file, Publication.problem(e));
            Publication.deleteQuietly(fileSystem, file);
        }
    }

    /** Has every table read again by the next sweep, since one of them has been found to be damaged. */
    static void forget(ResultsDirectory results) {
        forget(results.fileSystem(), results.trials());
    }

    /** Has every file of a directory read again. */
    static void forget(FileSystem fileSystem, Path directory) {
        Publication.deleteQuietly(fileSystem, new Path(directory, NAME));
    }
}
