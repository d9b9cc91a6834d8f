package fwlstm.spark;

import fwlstm.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** The configured folders for data that does not fit into memory; without a usable one Spark ends the process. */
final class LocalFolders {
    private static final String SETTING = "spark.local.dir";
    private static final String VARIABLE = "SPARK_LOCAL_DIRS";

    private LocalFolders() {}

    /** Refuses if none of them can be used; the default is the temporary folder. */
    static void check(SparkConf conf) {
        check(conf, System.getenv());
    }

    static void check(SparkConf conf, Map<String, String> environment) {
        String given = environment.containsKey(VARIABLE) ? VARIABLE : SETTING;
        String folders = environment.getOrDefault(VARIABLE, conf.get(SETTING, null));
        if (folders != null && Stream.of(folders.split(",")).map(String::strip).noneMatch(LocalFolders::isUsable)) {
            throw ConfigException.of(given, folders, "a folder on this machine that can be written");
        }
    }

    private static boolean isUsable(String folder) {
        try {
            return !folder.isEmpty() && Files.isWritable(Files.createDirectories(Path.of(folder)));
        } catch (IOException e) {
            return false;
        }
    }
}
