package fwlstm.spark;

import fwlstm.config.ConfigException;
import fwlstm.results.LoginUser;
import fwlstm.results.ResultsDirectory;
import fwlstm.train.BackendName;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.ExternalClusterManager;
import org.apache.spark.sql.SparkSession;

/**
 * Opens Spark sessions: by default embedded and closed to other machines, on a cluster, or as configured by
 * spark-submit.
 */
public final class Sessions {
    private static final String EMBEDDED = "local[*]";
    private static final int WORTH_COMPILING = 5000;

    private Sessions() {}

    /**
     * Opens a session.
     *
     * @param master a Spark master URL, or null for the one of spark-submit or, without that, all cores of this machine
     * @throws ConfigException if this Spark was built without the master's kind of cluster
     * @throws IllegalStateException if the cluster cannot be reached
     */
    public static SparkSession open(String name, String master) {
        return open(name, master, new SparkConf(), BackendName.CPU);
    }

    /** Opens a session for queries over some trials: below a few thousand, compiling a query takes longer than its rows. */
    public static SparkSession openForQueries(String name, String master, int trials) {
        SparkConf conf = new SparkConf();
        if (trials < WORTH_COMPILING) {
            conf.setIfMissing("spark.sql.codegen.wholeStage", "false");
            conf.setIfMissing("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        }
        return open("fw-lstm " + name, master, conf, BackendName.CPU);
    }

    /**
     * Opens a session for a sweep, which decides itself what to retry: Spark gives up a job at the first loss of its
     * executor, so that a trial that kills executors does not count against those beside it.
     *
     * @throws ConfigException also if a GPU is requested and the cluster's settings assign none to tasks
     */
    public static SparkSession openForSweep(String name, String master, BackendName backend) {
        SparkConf conf = new SparkConf().setIfMissing("spark.task.maxFailures", "1");
        return open("fw-lstm sweep " + name, master, conf, backend);
    }

    private static SparkSession open(String name, String master, SparkConf conf, BackendName backend) {
        LoginUser.ensure();
        if (master != null) {
            conf.setMaster(master);
        }
        conf.setIfMissing("spark.master", EMBEDDED);
        conf.setAppName(name);
        conf.setIfMissing("spark.executor.heartbeatInterval", "1s"); // carries the progress of running trials
        conf.setIfMissing("spark.sql.shuffle.partitions", "4");
        conf.setIfMissing("spark.sql.session.timeZone", "UTC");
        conf.setIfMissing("spark.sql.datetime.java8API.enabled", "true");
        LocalFolders.check(conf);
        SmallHeap.adapt(conf);
        Warehouse warehouse = new Warehouse();
        conf.setIfMissing("spark.sql.warehouse.dir", "file:" + warehouse.folder());
        ResultsDirectory.settings().forEach((key, value) -> conf.setIfMissing("spark.hadoop." + key, value));
        if (conf.get("spark.master").startsWith("local")) {
            closeToTheOutside(conf);
        }
        boolean embedded = LocalMaster.of(conf.get("spark.master")).isPresent();
        if (embedded) {
            GpuResources.refuse(conf);
        } else {
            if (backend == BackendName.GPU) {
                GpuResources.require(conf);
            }
            joinCluster(conf);
        }
        SparkSession spark = start(conf);
        spark.sparkContext().addSparkListener(warehouse);
        if (!embedded) {
            String cluster = conf.get("spark.master") + " has given none yet; each needs "
                    + conf.get("spark.executor.memory", "1g") + " of free memory; cores: "
                    + conf.get("spark.executor.cores", conf.get("spark.task.cpus", "1"))
                    + GpuResources.text(conf);
            spark.sparkContext().addSparkListener(new ExecutorWatch(cluster, System.err::println).start());
        }
        return spark;
    }

    private static SparkSession start(SparkConf conf) {
        try {
            SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
            spark.conf().get("spark.sql.session.timeZone"); // SQL settings are validated only when one is read
            return spark;
        } catch (Exception e) { // from deep inside Spark, undeclared, with messages that do not name the master
            throw StartFailure.of(conf, e);
        }
    }

    /** A Spark inside this process cannot be reached from other machines, and has no web pages. */
    private static void closeToTheOutside(SparkConf conf) {
        conf.setIfMissing("spark.driver.host", "127.0.0.1");
        conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        conf.setIfMissing("spark.ui.enabled", "false");
    }

    private static void joinCluster(SparkConf conf) {
        String master = conf.get("spark.master");
        if ((master.equals(Yarn.MASTER) || master.startsWith("k8s:")) && !knowsCluster(master)) {
            throw ConfigException.of(
                    "--master",
                    master + " with a Spark that was built without it",
                    "the spark-submit of a Spark for such clusters, yarn or spark://HOST:PORT");
        }
        if (master.equals(Yarn.MASTER) && !SparkSubmit.isUsed()) {
            Yarn.prepare(conf, ownJar());
        }
        ClusterMaster.of(master).ifPresent(ClusterMaster::requireReachable);
        // spark-submit has done so already.
        ownJar().ifPresent(jar -> conf.setIfMissing(
                "spark.jars",
                Stream.concat(Stream.of(jar), givenJars()).map(Path::toString).collect(Collectors.joining(","))));
    }

    /** The jars that a user of {@code fw} has added to the class path, which executors need too. */
    private static Stream<Path> givenJars() {
        String given = System.getenv().getOrDefault("FW_CLASSPATH", "");
        return Stream.of(given.split(File.pathSeparator))
                .flatMap(entry -> entry.endsWith("/*") ? jars(Path.of(entry).getParent()) : Stream.of(Path.of(entry)))
                .filter(Files::isRegularFile);
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) { // Java cannot use it either
            return Stream.empty();
        }
    }

    private static boolean knowsCluster(String master) {
        return ServiceLoader.load(ExternalClusterManager.class).stream()
                .anyMatch(manager -> manager.get().canCreate(master));
    }

    /** The jar that this program runs from, which executors need; empty if it runs from a folder of classes. */
    private static Optional<Path> ownJar() {
        try {
            Path code = Path.of(Sessions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.of(code).filter(Files::isRegularFile);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file system settings of a session. */
    public static Configuration hadoop(SparkSession spark) {
        return spark.sparkContext().hadoopConfiguration();
    }
}
