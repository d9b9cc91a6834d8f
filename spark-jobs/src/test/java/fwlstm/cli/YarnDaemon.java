package fwlstm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** The process of a {@link YarnCluster}: a resource manager, a node manager, and the HDFS under them. */
final class YarnDaemon {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("yarn.minicluster.yarn.nodemanager.resource.memory-mb", "8192"),
            Map.entry("yarn.nodemanager.resource.cpu-vcores", "8"),
            Map.entry("yarn.scheduler.minimum-allocation-mb", "128"),
            Map.entry("yarn.nodemanager.vmem-check-enabled", "false"),
            Map.entry("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100"),
            Map.entry("yarn.nodemanager.delete.debug-delay-sec", "600"), // leaves what containers print
            Map.entry("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "100"),
            Map.entry("yarn.resourcemanager.connect.max-wait.ms", "10000"), // a container that lost all ends soon
            Map.entry("yarn.scheduler.capacity.maximum-am-resource-percent", "1"),
            Map.entry("yarn.scheduler.capacity.root.queues", "default"),
            Map.entry("yarn.scheduler.capacity.root.default.capacity", "100"));

    private YarnDaemon() {}

    /**
     * Runs until it is killed. Says so when clients may come.
     *
     * @param arguments a folder for data, and the one for the configuration of clients
     */
    public static void main(String... arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        Path conf = Path.of(arguments[1]);
        Configuration hdfs = new Configuration();
        hdfs.set("dfs.namenode.rpc-bind-host", "127.0.0.1");
        String fileSystem = new MiniDFSCluster.Builder(hdfs, data.toFile())
                .numDataNodes(1)
                .build()
                .getURI()
                .toString();
        Configuration configuration = new YarnConfiguration();
        configuration.set("fs.defaultFS", fileSystem);
        SETTINGS.forEach(configuration::set);
        MiniYARNCluster yarn = new MiniYARNCluster("yarn", 1, 1, 1);
        yarn.init(configuration);
        yarn.start();
        write(conf.resolve("core-site.xml"), Map.of("fs.defaultFS", fileSystem, "dfs.replication", "1"));
        write(
                conf.resolve("yarn-site.xml"),
                yarn.getConfig().getPropsWithPrefix("yarn.resourcemanager."),
                "yarn.resourcemanager.");
        System.out.println("started");
    }

    private static void write(Path file, Map<String, String> settings, String prefix) throws IOException {
        Configuration configuration = new Configuration(false);
        settings.forEach((key, value) -> configuration.set(prefix + key, value));
        try (OutputStream out = Files.newOutputStream(file)) {
            configuration.writeXml(out);
        }
    }

    private static void write(Path file, Map<String, String> settings) throws IOException {
        write(file, settings, "");
    }
}
