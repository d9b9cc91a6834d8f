package fwlstm.cli;

import fwlstm.io.UserFolder;
import fwlstm.spark.SparkSubmit;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkConf;

/**
 * The log of Spark and this program, unless configured otherwise: {@code logs/fw.log}, or the same below this user's
 * own folder if that cannot be written.
 */
final class LogFile {
    private static final String HOME = "fwlstm.home";
    private static final String NAME = "logs/fw.log";
    private static final String SPARKS_OWN = "!/org/apache/spark/log4j2-";

    private LogFile() {}

    /**
     * Keeps the console for the command line: if Spark found no configuration and took the one in its own jar, the log
     * goes to the file. A driver inside a cluster keeps the configuration of the cluster.
     */
    static void useUnlessConfigured() {
        if (System.getProperty(HOME) != null) { // of the script fw, with a configuration that asks for it
            System.setProperty(HOME, writable(System.getProperty(HOME)));
        }
        new SparkConf(false).initializeLogIfNecessary(false, true); // it would undo what is configured before
        // The context of Spark's class loader: spark-submit loads this program with one of its own.
        LoggerContext context = (LoggerContext) LogManager.getContext(SparkConf.class.getClassLoader(), false);
        String location = context.getConfiguration().getConfigurationSource().getLocation();
        if (location != null && location.contains(SPARKS_OWN) && !SparkSubmit.runsInCluster()) {
            System.setProperty(HOME, System.getProperty(HOME, writable(System.getProperty("user.dir"))));
            context.setConfigLocation(configuration());
        }
    }

    /** Whether the log goes where {@code fw} says. */
    static boolean isConfigured() {
        return System.getProperty(HOME) != null && System.getProperty("log4j2.configurationFile") != null;
    }

    /** That folder if its log can be written, else a folder of this user's own. */
    private static String writable(String home) {
        Path file = Path.of(home, NAME).toAbsolutePath();
        return isWritable(file)
                ? home
                : UserFolder.find()
                        .map(Path::toString)
                        .filter(own -> isWritable(Path.of(own, NAME)))
                        .orElse(home);
    }

    /** Whether a file can be written and, once it is long, renamed; missing folders can be created. */
    private static boolean isWritable(Path file) {
        if (Files.exists(file) && !Files.isWritable(file)) {
            return false;
        }
        Path folder = file.getParent();
        return Files.isWritable(Files.exists(folder) ? folder : folder.getParent());
    }

    private static URI configuration() {
        try {
            return LogFile.class.getResource("log4j2.properties").toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Words for the end of a line that tell where to read more; empty if nothing was logged. */
    static String hint() {
        String home = System.getProperty(HOME);
        return home == null || Path.of(home, NAME).toFile().length() == 0 ? "" : " (more in " + home + "/" + NAME + ")";
    }
}
