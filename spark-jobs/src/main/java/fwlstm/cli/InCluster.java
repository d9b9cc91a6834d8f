package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.results.FileSystems;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.SparkSubmit;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Things that a driver inside a cluster does not have: the files of the submitting machine, and a folder that outlives
 * it.
 */
final class InCluster {
    private InCluster() {}

    /** Refuses a file that was not sent to the cluster. */
    static void refuseFileElsewhere(Path file) {
        if (SparkSubmit.runsInCluster() && !Files.exists(file)) {
            throw ConfigException.of(
                    file + ": ",
                    "no such file where the cluster runs the driver",
                    "spark-submit --files " + file + " and then just " + file.getFileName());
        }
    }

    /** Refuses a folder within the one that the driver is started in, which the cluster deletes. */
    static void refuseFleetingFolder(String option, String directory, ResultsDirectory results) {
        boolean isHere = FileSystems.isLocal(results.fileSystem())
                && !FileSystems.path(directory, ResultsDirectory.hadoop()).isAbsolute();
        if (SparkSubmit.runsInCluster() && isHere) {
            throw ConfigException.of(
                    option,
                    directory + " in a folder that the cluster deletes with the driver",
                    "a directory that all machines reach, hdfs://… or from / on");
        }
    }
}
