package fwlstm.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.io.Sentence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The planned changes of a compaction, in {@code compaction.json} from before its first new file until after its last
 * deletion. Until every file of {@link #add} exists and is intact, none of them counts; after that, the files of {@link
 * #remove} no longer count.
 *
 * @param add new files of the tables
 * @param remove files, relative to the results directory, whose rows, if still needed, are all in {@link #add}
 */
record Journal(List<Added> add, List<String> remove) {
    static final String NAME = "compaction.json";
    private static final int MOST_BYTES = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A new file.
     *
     * @param path relative to the results directory
     * @param the number of its rows once it is complete
     */
    record Added(String path, long rows) {}

    Journal {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /**
     * The journal in a results directory; empty if there is none.
     *
     * @throws DamagedException if it is not intact: its publication was interrupted, and nothing was changed after it
     * @throws fwlstm.config.ConfigException if it is intact, but written by a newer fw-lstm
     */
    static Optional<Journal> read(FileSystem fileSystem, Path results) throws IOException {
        Path file = new Path(results, NAME);
        Optional<byte[]> content = Checksummed.read(fileSystem, file, MOST_BYTES);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        byte[] json = Checksummed.open(content.get());
        try {
            return Optional.of(parse(json));
        } catch (NewerFormatException e) {
            throw e.of(file);
        }
    }

    private static Journal parse(byte[] json) throws NewerFormatException {
        Journal journal;
        try {
            journal = JSON.readValue(json, Journal.class);
        } catch (IOException e) { // it was valid to the writer
            throw NewerFormatException.value("it is not a journal", "content", Sentence.of(e));
        }
        boolean ours = journal.add.stream().map(Added::path).allMatch(TableFiles::isTableFile)
                && journal.remove.stream().allMatch(TableFiles::isTableFile);
        if (!ours) {
            throw NewerFormatException.value("it names files that are in no table", "files", journal.toString());
        }
        return journal;
    }

    /** Publishes the journal; returns false if there already is one. */
    boolean publish(FileSystem fileSystem, Path results) throws IOException {
        try {
            byte[] json = JSON.writeValueAsBytes(this);
            return Publication.publish(fileSystem, new Path(results, NAME), Checksummed.seal(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a journal of names and numbers must be writable", e);
        }
    }
}
