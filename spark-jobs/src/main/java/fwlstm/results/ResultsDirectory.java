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
 * Where a sweep keeps its results:
 *
 * <pre>
 * sweep.yaml                        the sweep as last run
 * trials/task=…/pairs=…/*.parquet   a row per configuration and seed
 * curves/task=…/pairs=…/*.parquet   a row per evaluation
 * ledger/TRIAL_ID.json              finished trials that are not yet in the tables
 * rungs/UPDATE/TRIAL_ID.json        trials of a search as they stood after so many updates
 * checkpoints/TRIAL_ID.0, .1        trials under way
 * models/TRIAL_ID.safetensors       the best parameters of each trial, if the sweep keeps them
 * trials/_verified.json             which files of the tables were read to their last page and found whole
 * compaction.json                   what a compaction is changing, while it does
 * lock/N.json                       who may write here
 * progress.json                     how a running sweep stands
 * report                            what fw report makes of all that
 * </pre>
 *
 * Other names that begin with {@code _} are of files under way, or set aside because they are damaged.
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
    /** What file managers, file systems and editors leave anywhere. */
    private static final String OF_NOBODY = "\\..*|.*~|#.*#|.*\\.(bak|old|orig|swp|tmp)|lost\\+found|Thumbs\\.db"
            + "|[Dd]esktop\\.ini|ehthumbs\\.db|Icon\r|@eaDir|#recycle|#snapshot|\\$RECYCLE\\.BIN|System Volume Information"
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

    /** The settings of Hadoop that all of fw-lstm uses: the pages of Parquet files are checked when they are read. */
    public static Map<String, String> settings() {
        return Map.of(ParquetInputFormat.PAGE_VERIFY_CHECKSUM_ENABLED, "true");
    }

    /** The file systems as this process knows them without a Spark session; those of spark-submit included. */
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
     * Refuses, before anything is written, what cannot become the directory of a sweep: a directory belongs to one sweep
     * name, and a new one is not made among files of others.
     *
     * @throws ConfigException naming what was found
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
            return; // ours, whatever others have put beside it
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
                    foreign.get(0) + (more == 0 ? "" : " and " + more + " more") + ", no results of a sweep",
                    allowed);
        }
    }

    private String out() {
        return "--out " + name();
    }

    /** Something that is done in a directory of results. */
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

    /** @throws IOException if this machine does not see the directory of the sweep, or it is gone */
    public void requireClaimed() throws IOException {
        if (!storedSweep().exists()) {
            throw new IOException(path + " has no sweep.yaml on " + Machine.localHost()
                    + ": gone, or not on a file system that all machines of the cluster reach");
        }
    }

    /** Takes the right to write to this directory. */
    public SweepLock lock(String out) {
        SweepLock[] lock = new SweepLock[1];
        writing(() -> lock[0] = SweepLock.take(this, out));
        return lock[0];
    }

    /** Whether a name is one that a sweep gives, or that of such a file under way or set aside. */
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

    /** The path as users know it: a local one without its scheme. */
    public String name() {
        return Publication.name(path);
    }

    public FileSystem fileSystem() {
        return fileSystem;
    }

    /** The same directory as a program sees it whose records are of another format. */
    ResultsDirectory in(RecordFormat other) {
        return new ResultsDirectory(path, fileSystem, other);
    }

    RecordFormat format() {
        return format;
    }

    public Ledger ledger() {
        return new Ledger(fileSystem, new Path(path, "ledger"), format);
    }

    /** Records of a search's trials as they stood after so many updates. */
    public Ledger rung(int update) {
        return new Ledger(fileSystem, new Path(path, "rungs/" + update), format);
    }

    /** After how many updates there are rungs, ascending. */
    public List<Integer> rungUpdates() throws IOException {
        return Stream.of(Publication.list(fileSystem, new Path(path, "rungs")))
                .map(status -> status.getPath().getName())
                .filter(name -> name.matches(UPDATE))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /**
     * The checkpoints of trials under way.
     *
     * @param seconds from one save of a trial to the next, at least
     */
    public StoredCheckpoints checkpoints(double seconds) {
        return new StoredCheckpoints(fileSystem, new Path(path, "checkpoints"), seconds);
    }

    /** Deletes all checkpoints: nothing is under way any more. */
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
