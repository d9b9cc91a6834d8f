package fwlstm.spark;

import fwlstm.config.ConfigException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.spark.SparkConf;

/** YARN, according to Hadoop's configuration on the class path. */
final class Yarn {
    static final String MASTER = "yarn";

    private static final String SITE = "yarn-site.xml";

    private Yarn() {}

    /**
     * Does the part of spark-submit: containers get the Spark of this process, unless the user specifies another.
     *
     * @param own the jar of this program, which is sent separately
     * @throws ConfigException if there is no configuration
     */
    static void prepare(SparkConf conf, Optional<Path> own) {
        if (Thread.currentThread().getContextClassLoader().getResource(SITE) == null) {
            throw ConfigException.of(
                    "--master", MASTER + " without a " + SITE, "HADOOP_CONF_DIR=FOLDER, the configuration of a Hadoop");
        }
        if (!conf.contains("spark.yarn.archive")) {
            conf.setIfMissing(
                    "spark.yarn.jars",
                    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(Path::of)
                            .filter(jar -> Files.isRegularFile(jar) && !jar.equals(own.orElse(null)))
                            .map(jar -> jar.toUri().toString())
                            .collect(Collectors.joining(",")));
        }
    }

    /** {@code HOST:PORT} of the resource manager; several if there are standbys. */
    static List<String> resourceManagers() {
        YarnConfiguration conf = new YarnConfiguration();
        if (!HAUtil.isHAEnabled(conf)) {
            return List.of(conf.get(YarnConfiguration.RM_ADDRESS));
        }
        return HAUtil.getRMHAIds(conf).stream()
                .map(id -> conf.get(
                        HAUtil.addSuffix(YarnConfiguration.RM_ADDRESS, id),
                        conf.get(HAUtil.addSuffix(YarnConfiguration.RM_HOSTNAME, id)) + ":"
                                + YarnConfiguration.DEFAULT_RM_PORT))
                .toList();
    }
}
