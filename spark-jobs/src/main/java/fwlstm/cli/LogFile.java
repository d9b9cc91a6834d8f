package fwlstm.cli;

import fwlstm.spark.SparkSubmit;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkConf;

/** Where Spark and this program log to: {@code logs/fw.log}, unless somebody configured something else. */
final class LogFile {
    private static final String HOME = "fwlstm.home";
    private static final String SPARKS_OWN = "!/org/apache/spark/log4j2-";

    private LogFile() {}

    /**
     * Keeps the console for the command line: sends what is logged to the file if Spark, for want of a configuration, took
     * the one of its own jar. A driver inside a cluster keeps what the cluster gives.
     */
    static void useUnlessConfigured() {
        new SparkConf(false).initializeLogIfNecessary(false, true); // it would undo what is configured before
        // The context of Spark's class loader: spark-submit loads this program with one of its own.
        LoggerContext context = (LoggerContext) LogManager.getContext(SparkConf.class.getClassLoader(), false);
        String location = context.getConfiguration().getConfigurationSource().getLocation();
        if (location != null && location.contains(SPARKS_OWN) && !SparkSubmit.runsInCluster()) {
            System.setProperty(HOME, System.getProperty(HOME, System.getProperty("user.dir")));
            context.setConfigLocation(configuration());
        }
    }

    private static URI configuration() {
        try {
            return LogFile.class.getResource("log4j2.properties").toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where to read more, in words that end a line; empty if it is not known. */
    static String hint() {
        String home = System.getProperty(HOME);
        return home == null ? "" : " (more in " + home + "/logs/fw.log)";
    }
}
