package fwlstm.results;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.train.Machine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetInputFormat;

/**
 * The directory of a sweep's results:
 *
 * <pre>
 * sweep.yaml                        the sweep as last run
 * trials/task=…/pairs=…/*.parquet   one row per trial
 * curves/task=…/pairs=…/*.parquet   one row per evaluation
 * ledger/TRIAL_ID.json              finished trials that are not yet in the tables
 * rungs/UPDATE/TRIAL_ID.json        trials of a search, as they stood at a rung
 * checkpoints/TRIAL_ID.0, .1        running trials
 * models/TRIAL_ID.safetensors       the best parameters of each trial, if the sweep keeps them
 * trials/_verified.json             files of the tables that were read to the last page and found intact
 * compaction.json                   the changes of a running compaction
 * lock/N.json                       who may write here
 * progress.json                     the progress of a running sweep
 * report                            the output of fw report
 * </pre>
 *
 * Other names that begin with {@code _} belong to unfinished files, or to quarantined ones.
 */
public final class ResultsDirectory {
    static final String SPARK_PREFIX = "spark.hadoop.";
    private static final Set<String> OWN = Set.of(
            StoredSweep.NAME,
            StoredSweep.NEW_NAME,
            "trials",
            "curves",
            "ledger",
            "rungs",
            "checkpoints",
            "models",
            "lock",
            Journal.NAME,
            "progress.json",
            "report");
    /** Names of files that file managers, file systems and editors leave anywhere. */
    private static final String OF_NOBODY = "\\..*|.*~|#.*#|.*\\.(bak|old|orig|swp|tmp)|lost\\+found|Thumbs\\.db"
            + "|[Dd]esktop\\.ini|ehthumbs\\.db|Icon\r|@eaDir|#recycle|#snapshot|\\$RECYCLE\\.BIN|System Volume"
            + " Information"
            + "|__MACOSX";

    private static final String UPDATE = "[1-9][0-9]{0,8}";

    private final Path path;
    private final FileSystem fileSystem;
    private final RecordFormat format;

    private ResultsDirectory(Path path, FileSystem fileSystem, RecordFormat format) {
        this.path = fileSystem.makeQualified(path);
        this.fileSystem = fileSystem;
        this.format = format;
    }

    /** The settings of Hadoop for all of fw-lstm: the pages of Parquet files are checked when they are read. */
    public static Map<String, String> settings() {
        return Map.of(ParquetInputFormat.PAGE_VERIFY_CHECKSUM_ENABLED, "true");
    }

    /** The configuration of file systems without a Spark session, including the settings of spark-submit. */
    public static Configuration hadoop() {
        LoginUser.ensure();
        Configuration configuration = new Configuration();
        settings().forEach(configuration::set);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SPARK_PREFIX))
                .forEach(name -> configuration.set(name.substring(SPARK_PREFIX.length()), System.getProperty(name)));
        return configuration;
    }

    /** The directory of that name, whether it exists or not. */
    public static ResultsDirectory at(String directory, Configuration configuration) {
        Path path = FileSystems.path(directory, configuration);
        return new ResultsDirectory(path, FileSystems.of(directory, path, configuration), RecordFormat.CURRENT);
    }

    /** The directory of that name, whether it exists or not, on a file system that answers. */
    public static ResultsDirectory reachable(String directory, Configuration configuration) {
        ResultsDirectory results = at(directory, configuration);
        FileSystems.contact(directory, results.fileSystem, results.path);
        return results;
    }

    /** An existing results directory, with a sweep that can be read. */
    public static ResultsDirectory existing(String directory, Configuration configuration) {
        ResultsDirectory results = reachable(directory, configuration);
        try {
            if (results.storedSweep().text().isEmpty()) {
                throw ConfigException.of(
                        directory,
                        results.fileSystem.exists(results.path) ? "no sweep.yaml in it" : "nothing there",
                        "a results directory written by fw sweep");
            }
            results.sweep(); // refuses a damaged sweep.yaml
            return results;
        } catch (IOException e) {
            throw ConfigException.of(directory, Sentence.of(e), "a results directory written by fw sweep");
        }
    }

    /**
     * Refuses, before anything is written, a directory that cannot become that of a sweep: a directory belongs to one
     * sweep name, and a new one must not contain other files.
     *
     * @throws ConfigException that names what was found
     */
    public void require(Sweep sweep) {
        writing(() -> {
            Publication.makeFolder(fileSystem, path);
            requireOwn(sweep);
        });
    }

    /** Makes this the directory of a sweep, or refuses as {@link #require} does. */
    public void claim(Sweep sweep) {
        writing(() -> {
            Publication.makeFolder(fileSystem, path);
            requireOwn(sweep);
            storedSweep().replace(sweep.source());
        });
    }

    private void requireOwn(Sweep sweep) throws IOException {
        String allowed = "an empty directory, or one of the sweep " + sweep.name();
        String text = storedSweep().text().orElse("");
        if (!text.isBlank()) {
            String owner =
                    text.equals(sweep.source()) ? sweep.name() : parse(text).name();
            if (!owner.equals(sweep.name())) {
                throw ConfigException.of(out(), "results of the sweep " + owner, allowed);
            }
            return; // ours, whatever other files are in it
        }
        List<String> foreign = Stream.of(fileSystem.listStatus(path))
                .map(status -> status.getPath().getName())
                .filter(name -> !isOwn(name) && !name.matches(OF_NOBODY))
                .sorted()
                .toList();
        if (!foreign.isEmpty()) {
            int more = foreign.size() - 1;
            throw ConfigException.of(
                    out(),
                    foreign.get(0) + (more == 0 ? "" : " and " + more + " more") + ", not results of a sweep",
                    allowed);
        }
    }

    private String out() {
        return "--out " + name();
    }

    /** An action in a results directory. */
    private interface Access {
        void run() throws IOException;
    }

    private void writing(Access access) {
        try {
            access.run();
        } catch (IOException e) {
            throw ConfigException.of(
                    out(), "a path that cannot be written (" + Sentence.of(e) + ")", "a directory to write to");
        }
    }

    /** Whether this machine sees the directory of a sweep here. */
    public boolean holdsSweep() throws IOException {
        return storedSweep().exists();
    }

    /** @throws IOException if this machine cannot see the directory of the sweep, or it is gone */
    public void requireClaimed() throws IOException {
        if (!holdsSweep()) {
            throw new IOException(path + " has no sweep.yaml on " + Machine.localHost()
                    + ": it is gone, or not on a file system that all machines of the cluster can reach");
        }
    }

    /** Acquires the right to write to this directory. */
    public SweepLock lock(String out) {
        SweepLock[] lock = new SweepLock[1];
        writing(() -> lock[0] = SweepLock.take(this, out));
        return lock[0];
    }

    /** Whether a name is one that a sweep uses, or that of such a file while unfinished or quarantined. */
    private static boolean isOwn(String name) {
        return OWN.contains(name) || OWN.stream().anyMatch(own -> name.startsWith("_" + own + "."));
    }

    /** The sweep as last run. */
    public Sweep sweep() throws IOException {
        return parse(storedSweep().text().orElse(""));
    }

    private Sweep parse(String text) {
        try {
            return SweepFile.parse(text, List.of());
        } catch (ConfigException e) {
            throw e.within(Publication.name(new Path(path, StoredSweep.NAME)) + ": ");
        }
    }

    public Path path() {
        return path;
    }

    /** The path as shown to users: a local one without its scheme. */
    public String name() {
        return Publication.name(path);
    }

    public FileSystem fileSystem() {
        return fileSystem;
    }

    /** The same directory for a program whose records have another format. */
    ResultsDirectory in(RecordFormat other) {
        return new ResultsDirectory(path, fileSystem, other);
    }

    /** The same directory for a reader that must not change it: its file system refuses to. */
    public ResultsDirectory forReading() {
        return new ResultsDirectory(path, new ReadOnlyFileSystem(fileSystem), format);
    }

    RecordFormat format() {
        return format;
    }

    public Ledger ledger() {
        return new Ledger(fileSystem, new Path(path, "ledger"), format);
    }

    /** Records of a search's trials as they stood at a rung. */
    public Ledger rung(int update) {
        return new Ledger(fileSystem, new Path(path, "rungs/" + update), format);
    }

    /** The rungs, in updates, ascending. */
    public List<Integer> rungUpdates() throws IOException {
        return Stream.of(Publication.list(fileSystem, new Path(path, "rungs")))
                .map(status -> status.getPath().getName())
                .filter(name -> name.matches(UPDATE))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /**
     * The checkpoints of running trials.
     *
     * @param seconds the shortest time between two saves of a trial
     */
    public StoredCheckpoints checkpoints(double seconds) {
        return new StoredCheckpoints(fileSystem, new Path(path, "checkpoints"), seconds);
    }

    /** Deletes all checkpoints, since no trial is running any more. */
    public void deleteCheckpoints() throws IOException {
        fileSystem.delete(new Path(path, "checkpoints"), true);
    }

    /** The trained networks that the sweep keeps. */
    public StoredModels models() {
        return new StoredModels(this);
    }

    /** The directory of the table {@code trials}. */
    public Path trials() {
        return new Path(path, TableFiles.TRIALS);
    }

    /** The directory of the table {@code curves}. */
    public Path curves() {
        return new Path(path, TableFiles.CURVES);
    }

    private StoredSweep storedSweep() {
        return new StoredSweep(fileSystem, path);
    }
}
