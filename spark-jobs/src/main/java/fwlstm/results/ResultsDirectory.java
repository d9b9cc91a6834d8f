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
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

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
    private static final String SWEEP_FILE = "sweep.yaml";
    private static final String NEW_SWEEP_FILE = "sweep.yaml.new";
    private static final Set<String> OWN = Set.of(SWEEP_FILE, NEW_SWEEP_FILE, "trials", "curves", "ledger");
    private static final String GLOB = ".*[{}\\[\\]*?].*";

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
        if (directory.matches(GLOB)) { // Spark would take it for a pattern
            throw ConfigException.of(
                    directory, "a path with one of { } [ ] * ?", "a directory without these characters");
        }
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
        String out = "--out " + path.toUri().getPath();
        String allowed = "an empty directory, or one of the sweep " + sweep.name();
        try {
            fileSystem.mkdirs(path);
            String text = sweepText();
            boolean unchanged = text.equals(sweep.source());
            String owner =
                    text.isBlank() || unchanged ? sweep.name() : parse(text).name();
            if (!owner.equals(sweep.name())) {
                throw ConfigException.of(out, "results of the sweep " + owner, allowed);
            }
            for (FileStatus status : fileSystem.listStatus(path)) {
                if (!OWN.contains(status.getPath().getName())) {
                    throw ConfigException.of(out, "files that are no results of a sweep", allowed);
                }
            }
            if (!unchanged) {
                replaceSweepFile(sweep.source());
            }
        } catch (IOException e) {
            throw ConfigException.of(
                    out, "a path that cannot be written (" + e.getMessage() + ")", "a directory to write to");
        }
    }

    /** Leaves the whole old or the whole new file, or, killed between the two steps, the new one for the next claim. */
    private void replaceSweepFile(String text) throws IOException {
        Path fresh = new Path(path, NEW_SWEEP_FILE);
        try (OutputStream out = fileSystem.create(fresh, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        fileSystem.delete(sweepFile(), false);
        if (!fileSystem.rename(fresh, sweepFile())) {
            throw new IOException("cannot rename " + fresh);
        }
    }

    private String sweepText() throws IOException {
        try (FSDataInputStream in = fileSystem.open(sweepFile())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            return "";
        }
    }

    /** The sweep as last run. */
    public Sweep sweep() throws IOException {
        return parse(sweepText());
    }

    private Sweep parse(String text) {
        try {
            return SweepFile.parse(text, List.of());
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
        return new Path(path, SWEEP_FILE);
    }
}
