package fwlstm.cli;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A real YARN of one machine with its HDFS, whose containers are processes of their own. Everything is called localhost, so
 * that it works without a network.
 */
final class YarnCluster implements AutoCloseable {
    private static final String LIGHT = String.join(" ", ChildJava.LIGHT);

    /**
     * The class path that YARN gives a container, with the container's folder not in front: Java uses no archive of classes
     * behind a folder.
     */
    private static final String CONTAINER =
            " -cp " + SparkHome.classPath() + ":.:__spark_conf__:__app__.jar:__spark_conf__/__hadoop_conf__";

    /** The same for a container to which Spark hands on its settings itself. */
    private static final String LIGHT_CONTAINER = LIGHT.replaceAll("-Dspark\\S+", "") + CONTAINER;

    /** Spark lies on every machine of the cluster; containers know their machine as this one. */
    private static final List<String> SETTINGS = List.of(
            "spark.yarn.jars=local:" + SparkHome.path() + "/jars/*",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
            "spark.driver.extraJavaOptions=" + LIGHT + CONTAINER,
            "spark.yarn.am.extraJavaOptions=" + LIGHT_CONTAINER,
            "spark.executor.extraJavaOptions=" + LIGHT_CONTAINER,
            "spark.driver.memory=512m",
            "spark.executor.memory=512m",
            "spark.executor.cores=2",
            "spark.dynamicAllocation.maxExecutors=1",
            "spark.yarn.report.interval=500ms");

    private final Path folder;
    private final Path conf;
    private final List<GuardedProcess> processes = new ArrayList<>();
    private final GuardedProcess daemon;

    YarnCluster(String name) throws IOException, InterruptedException {
        folder = Files.createDirectories(Commands.TARGET.resolve(name));
        conf = Files.createDirectories(folder.resolve("conf"));
        String host = InetAddress.getLocalHost().getHostName();
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n127.0.0.1 " + host + "\n");
        List<String> options = Stream.concat(
                        ChildJava.LIGHT.stream(),
                        Stream.of("@" + Commands.JAVA_OPTIONS, "-Xmx512m", "-Djdk.net.hosts.file=" + hosts))
                .toList();
        String data = folder.resolve("data").toString();
        List<String> classes =
                List.of("-cp", SparkHome.classPathOfTests(), YarnDaemon.class.getName(), data, conf.toString());
        daemon = start(
                "daemon", Map.of("JAVA_HOME", System.getProperty("java.home")), ChildJava.command(options, classes));
        GuardedProcess.await(() -> daemon.text().contains("started\n") ? daemon : null);
    }

    private GuardedProcess start(String name, Map<String, String> environment, List<String> command)
            throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
        all.putAll(environment);
        GuardedProcess process = GuardedProcess.start(folder, name, all, command);
        processes.add(process);
        return process;
    }

    /** A path on the cluster's file system, as those write it who have no configuration of it. */
    String path(String path) {
        Configuration configuration = new Configuration(false);
        configuration.addResource(
                new org.apache.hadoop.fs.Path(conf.resolve("core-site.xml").toUri()));
        return configuration.get("fs.defaultFS") + path;
    }

    /** Starts a driver in the cluster, with the settings that we ship for YARN. */
    GuardedProcess submit(String name, List<String> options, List<String> arguments) throws IOException {
        Path shipped = Path.of("..", "conf", "spark", "yarn.conf").toAbsolutePath();
        List<String> all =
                new ArrayList<>(List.of("--deploy-mode", "cluster", "--properties-file", shipped.toString()));
        SETTINGS.forEach(setting -> all.addAll(List.of("--conf", setting)));
        all.addAll(options);
        Map<String, String> environment = Map.of("HADOOP_CONF_DIR", conf.toString(), "SPARK_SUBMIT_OPTS", LIGHT);
        return start(name, environment, Commands.submit("yarn", all, arguments));
    }

    /** Starts a driver outside of it, as the script {@code fw} does. */
    GuardedProcess fw(String name, List<String> arguments) throws IOException {
        List<String> options = Stream.concat(
                        ChildJava.LIGHT.stream(), SETTINGS.stream().map(setting -> "-D" + setting))
                .toList();
        return start(
                name,
                Map.of("HADOOP_CONF_DIR", conf.toString()),
                Commands.fw(options, List.of(conf.toString()), arguments));
    }

    /** The containers that run a class, each a Java process. */
    List<ProcessHandle> containers(String className) {
        return ProcessHandle.of(daemon.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> words(process).contains(className))
                .toList();
    }

    private static String words(ProcessHandle process) {
        try { // where there is one, complete; Java cuts what is long
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }

    /** What the containers of all applications have printed to a stream of that name. */
    String printed(String stream) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(file -> file.endsWith(stream)).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }

    @Override
    public void close() {
        ProcessHandle.of(daemon.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(ProcessHandle::destroyForcibly);
        processes.forEach(GuardedProcess::close);
    }
}
