package fwlstm.results;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.io.Sentence;
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
 * The files of the tables that have been read to their last page and found intact, with their trials, so that none of
 * them has to be read again to find missing trials. It is {@code trials/_verified.json}, which readers of the tables
 * skip; for the records at a rung, which stay where they are, it is {@code rungs/UPDATE/_verified.json}. It may be
 * deleted at any time. Its statement about a file is valid while the file has the same length, modification time and,
 * where the store has one, entity tag. If it is missing, damaged, or of another format, the files are read.
 *
 * @param tables the files, by path relative to the results directory; records at a rung by name
 */
record VerifiedTables(SortedMap<String, Table> tables) {
    static final String NAME = "_verified.json";
    private static final int MOST_BYTES = 1 << 30;
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The properties that show whether a file has changed.
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

    /** The state of a trial in a row of the table {@code trials}. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Known(String trialId, RecordedTrials.RecordedStatus recorded) {}

    /**
     * A file.
     *
     * @param trials in its rows, if it is a file of the table {@code trials}
     */
    record Table(Stamp stamp, long rows, List<Known> trials) {
        Table {
            trials = List.copyOf(trials);
        }
    }

    /** The content of the file. */
    private record Content(String format, SortedMap<String, Table> tables) {}

    /** The known files; empty if it cannot be read. */
    static VerifiedTables read(ResultsDirectory results) {
        return read(results.fileSystem(), results.trials(), results.format());
    }

    /** The known files of a directory; empty if it cannot be read. */
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
        } catch (IOException | RuntimeException e) { // being written, interrupted, or of another fw-lstm
            LOG.log(System.Logger.Level.DEBUG, "{0} is skipped: {1}", path, Sentence.of(e));
        }
        return new VerifiedTables(new TreeMap<>());
    }

    /** The known state of a file, if it is unchanged; empty also if there is no such file. */
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

    /**
     * Records what is now known about the tables. If that cannot be written, the next process reads the files again.
     */
    static void write(ResultsDirectory results, Map<String, Table> tables) {
        write(results.fileSystem(), results.trials(), results.format(), tables);
    }

    /** Records what is now known about the files of a directory. */
    static void write(FileSystem fileSystem, Path directory, RecordFormat format, Map<String, Table> tables) {
        Path file = new Path(directory, NAME);
        try {
            byte[] json = JSON.writeValueAsBytes(new Content(format.fingerprint(), new TreeMap<>(tables)));
            Publication.write(fileSystem, file, Checksummed.seal(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers must be writable", e);
        } catch (IOException | FSError e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not written: {1}", file, Sentence.of(e));
            Publication.deleteQuietly(fileSystem, file);
        }
    }

    /** Makes the next sweep read every table again, since one of them turned out to be damaged. */
    static void forget(ResultsDirectory results) {
        forget(results.fileSystem(), results.trials());
    }

    /** Makes the next sweep read every file of a directory again. */
    static void forget(FileSystem fileSystem, Path directory) {
        Publication.deleteQuietly(fileSystem, new Path(directory, NAME));
    }
}
