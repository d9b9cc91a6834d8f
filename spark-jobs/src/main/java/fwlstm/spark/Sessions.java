package fwlstm.spark;

import fwlstm.results.ResultsDirectory;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens Spark sessions: embedded and closed to the outside by default, or as spark-submit set them up. */
public final class Sessions {
    private static final String EMBEDDED = "local[*]";

    private Sessions() {}

    /**
     * Opens a session.
     *
     * @param master a Spark master URL, or null for what spark-submit says, else all cores of this machine
     */
    public static SparkSession open(String name, String master) {
        SparkConf conf = new SparkConf();
        if (master != null) {
            conf.setMaster(master);
        }
        conf.setIfMissing("spark.master", EMBEDDED);
        conf.setAppName(name);
        conf.setIfMissing("spark.executor.heartbeatInterval", "1s"); // carries the progress of running trials
        conf.setIfMissing("spark.sql.shuffle.partitions", "4");
        conf.setIfMissing("spark.sql.session.timeZone", "UTC");
        conf.setIfMissing("spark.sql.datetime.java8API.enabled", "true");
        conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/fw-lstm-warehouse");
        ResultsDirectory.settings().forEach((key, value) -> conf.setIfMissing("spark.hadoop." + key, value));
        if (conf.get("spark.master").startsWith("local")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.ui.enabled", "false");
        }
        return SparkSession.builder().config(conf).getOrCreate();
    }

    /** The file system settings of a session. */
    public static Configuration hadoop(SparkSession spark) {
        return spark.sparkContext().hadoopConfiguration();
    }
}
