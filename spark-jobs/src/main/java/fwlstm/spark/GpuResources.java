package fwlstm.spark;

import fwlstm.config.ConfigException;
import fwlstm.train.DeviceException;
import fwlstm.train.Machine;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import scala.Tuple2;

/**
 * GPUs that Spark assigns to tasks, on clusters only. A local master has none to assign, and would wait for them
 * forever.
 */
final class GpuResources {
    private static final String OF_EXECUTOR = "spark.executor.resource.gpu.amount";
    private static final String OF_TASK = "spark.task.resource.gpu.amount";
    private static final String ANY = "spark\\.(executor|task|driver)\\.resource\\.gpu\\..*";

    private GpuResources() {}

    /** Whether every task gets a GPU, or a part of one. */
    static boolean areGiven(SparkConf conf) {
        return conf.contains(OF_EXECUTOR) && conf.contains(OF_TASK);
    }

    /** The executors' need for GPUs, as the end of a sentence; empty if none. */
    static String text(SparkConf conf) {
        return conf.contains(OF_EXECUTOR) ? "; GPUs: " + conf.get(OF_EXECUTOR) : "";
    }

    /** Refuses settings of a cluster that give tasks no GPU. */
    static void require(SparkConf conf) {
        if (!areGiven(conf)) {
            throw ConfigException.of(
                    "--backend gpu",
                    "tasks without GPUs on " + conf.get("spark.master"),
                    OF_EXECUTOR + " and " + OF_TASK + " to be set, as in conf/spark/standalone-gpu.conf");
        }
    }

    /** Refuses settings under which a local master would wait forever. */
    static void refuse(SparkConf conf) {
        Arrays.stream(conf.getAll())
                .map(Tuple2::_1)
                .filter(key -> key.matches(ANY))
                .findFirst()
                .ifPresent(key -> {
                    throw ConfigException.of(
                            key,
                            conf.get(key) + " with master " + conf.get("spark.master"),
                            "only clusters; without it, GPU 0 of this machine is used");
                });
    }

    /** The reason why a GPU cannot be used, and its machine. */
    static String reason(String problem) {
        return "on " + Machine.localHost() + ": " + problem;
    }

    /** The first of this task's GPUs; GPU 0 under a local master. */
    static int ordinal(TaskContext task) {
        return ordinal(task.resourcesJMap());
    }

    static int ordinal(Map<String, ResourceInformation> ofTask) {
        ResourceInformation gpus = ofTask.get("gpu");
        if (gpus == null) {
            return 0;
        }
        String address = gpus.addresses()[0];
        try {
            return Integer.parseInt(address);
        } catch (NumberFormatException e) {
            throw new DeviceException(
                    "Spark gives GPUs by addresses such as " + address + ", which are not numbers from 0;"
                            + " conf/spark/gpu-discovery finds such numbers",
                    e);
        }
    }
}
