package fwlstm.spark;

import fwlstm.io.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/** A folder for the tables that users create in a session, deleted when the session ends. */
final class Warehouse extends SparkListener {
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    private final Path folder;

    /** A folder that does not exist yet; Spark creates it. */
    Warehouse() {
        folder = TemporaryFolder.path()
                .resolve("fw-lstm-warehouse-" + UUID.randomUUID())
                .toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "tables of the session remain in {0}: {1}", folder, e.toString());
        }
    }
}
