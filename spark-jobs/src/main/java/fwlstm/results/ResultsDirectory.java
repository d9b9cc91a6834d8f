package fwlstm.results;

import fwlstm.config.ConfigException;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;

/**
 * Where a sweep keeps its results:
 *
 * <pre>
 * sweep.yaml                        the sweep as last run
 * trials/task=…/pairs=…/*.parquet   a row per configuration and seed
 * curves/task=…/pairs=…/*.parquet   a row per evaluation
 * ledger/TRIAL_ID.json              finished trials that are not yet in the tables
 * </pre>
 */
public final class ResultsDirectory {
    private static final String SPARK_PREFIX = "spark.hadoop.";

    private final Path path;
    private final FileSystem fileSystem;

    private ResultsDirectory(Path path, FileSystem fileSystem) {
        this.path = fileSystem.makeQualified(path);
        this.fileSystem = fileSystem;
    }

    /**
     * The settings of Hadoop's file systems that all of fw-lstm uses: local files are written as they are, without the
     * checksum files beside them that Hadoop would add.
     */
    public static Map<String, String> settings() {
        return Map.of("fs.file.impl", RawLocalFileSystem.class.getName());
    }

    /** The file systems as this process knows them without a Spark session; those of spark-submit included. */
    public static Configuration hadoop() {
        Configuration configuration = new Configuration();
        settings().forEach(configuration::set);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SPARK_PREFIX))
                .forEach(name -> configuration.set(name.substring(SPARK_PREFIX.length()), System.getProperty(name)));
        return configuration;
    }

    /** The directory of that name, whether it exists or not. */
    public static ResultsDirectory at(String directory, Configuration configuration) {
        try {
            Path path = new Path(directory);
            URI uri = path.toUri();
            FileSystem fileSystem = FileSystem.get(
                    uri.getScheme() == null ? FileSystem.getDefaultUri(configuration) : uri, configuration);
            return new ResultsDirectory(path, fileSystem);
        } catch (IOException | IllegalArgumentException e) {
            throw ConfigException.of(directory, e.getMessage(), "a directory on a file system that can be reached");
        }
    }

    /** An existing results directory, with a sweep that can be read. */
    public static ResultsDirectory existing(String directory, Configuration configuration) {
        ResultsDirectory results = at(directory, configuration);
        try {
            if (!results.fileSystem.exists(results.sweepFile())) {
                throw ConfigException.of(
                        directory,
                        results.fileSystem.exists(results.path) ? "no sweep.yaml in it" : "nothing there",
                        "a results directory written by fw sweep");
            }
            results.sweep(); // refuses a damaged sweep.yaml
            return results;
        } catch (IOException e) {
            throw ConfigException.of(directory, e.getMessage(), "a results directory written by fw sweep");
        }
    }

    /**
     * Makes this the directory of a sweep, or refuses: a directory belongs to one sweep name, and nothing is written
     * among files of others.
     */
    public void claim(Sweep sweep) {
        try {
            fileSystem.mkdirs(path);
            fileSystem.access(path, FsAction.WRITE);
            if (fileSystem.exists(sweepFile())) {
                String name = sweep().name();
                if (!name.equals(sweep.name())) {
                    throw ConfigException.of(
                            "--out " + path.toUri().getPath(),
                            "results of the sweep " + name,
                            "an empty directory, or one of the sweep " + sweep.name());
                }
            } else if (fileSystem.listStatus(path).length > 0) {
                throw ConfigException.of(
                        "--out " + path.toUri().getPath(),
                        "files that are no results of a sweep",
                        "an empty directory, or one of the sweep " + sweep.name());
            }
            try (OutputStream out = fileSystem.create(sweepFile(), true)) {
                out.write(sweep.source().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw ConfigException.of(
                    "--out " + path.toUri().getPath(), "a path that cannot be written", "a directory to write to");
        }
    }

    /** The sweep as last run. */
    public Sweep sweep() throws IOException {
        try (FSDataInputStream in = fileSystem.open(sweepFile())) {
            return SweepFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), List.of());
        } catch (ConfigException e) {
            throw e.within(sweepFile().toUri().getPath() + ": ");
        }
    }

    public Path path() {
        return path;
    }

    public FileSystem fileSystem() {
        return fileSystem;
    }

    public Ledger ledger() {
        return new Ledger(fileSystem, new Path(path, "ledger"));
    }

    public Path trials() {
        return new Path(path, "trials");
    }

    public Path curves() {
        return new Path(path, "curves");
    }

    /** Whether a table has any file yet. */
    public boolean hasTable(Path table) throws IOException {
        try {
            for (FileStatus status : fileSystem.listStatus(table)) {
                if (!status.getPath().getName().startsWith("_")) {
                    return true;
                }
            }
            return false;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private Path sweepFile() {
        return new Path(path, "sweep.yaml");
    }
}
