package fwlstm.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** The file {@code progress.json} of a results directory: the last heartbeat of the sweep that runs there. */
public final class ProgressFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_ATTEMPTS = 5;
    private static final int MILLIS_BETWEEN_ATTEMPTS = 100;

    private ProgressFile() {}

    /** The newest heartbeat, empty if there is none. */
    public static Optional<LiveSweep> read(ResultsDirectory results) throws IOException {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try (FSDataInputStream in = results.fileSystem().open(path(results))) {
                return Optional.of(LiveSweep.parse(in.readNBytes(MOST_BYTES)));
            } catch (FileNotFoundException e) {
                return Optional.empty();
            } catch (JsonProcessingException e) {
                TableFiles.pause(MILLIS_BETWEEN_ATTEMPTS); // half written, or another program's file
            }
        }
        return Optional.empty();
    }

    /** Replaces the heartbeat. A reader that sees half of it reads again. */
    static void write(ResultsDirectory results, LiveSweep heartbeat) throws IOException {
        try (OutputStream out = Publication.create(results.fileSystem(), path(results))) {
            out.write(heartbeat.json().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Removes the heartbeat, since the sweep has ended. */
    static void remove(ResultsDirectory results) throws IOException {
        results.fileSystem().delete(path(results), false);
    }

    /** Whether there is a heartbeat, however old. */
    static boolean exists(ResultsDirectory results) throws IOException {
        return results.fileSystem().exists(path(results));
    }

    /** The bytes of the newest heartbeat, empty if there is none. */
    static byte[] content(ResultsDirectory results) throws IOException {
        try {
            return Checksummed.read(results.fileSystem(), path(results), MOST_BYTES)
                    .orElse(new byte[0]);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (DamagedException e) { // another file of that name
            return new byte[0];
        }
    }

    static Path path(ResultsDirectory results) {
        return new Path(results.path(), "progress.json");
    }
}
