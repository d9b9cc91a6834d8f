package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real standalone cluster on this machine: a master and workers in processes of their own, drivers started by
 * spark-submit. Worker N is 127.0.0.N, so that Spark takes each for a machine.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final String LIGHT = String.join(" ", ChildJava.LIGHT);

    private static final Pattern URL = Pattern.compile("spark://[\\d.]+:\\d+");

    private static StandaloneCluster shared;

    private final Path folder;
    private final List<GuardedProcess> processes = new ArrayList<>();
    private final List<GuardedProcess> workers = new ArrayList<>();
    private final String url;

    /**
     * The cluster of tests that leave its workers alone: two workers of two cores, the first with two GPUs. Ends with this
     * process.
     */
    static synchronized StandaloneCluster shared() throws IOException, InterruptedException {
        if (shared == null) {
            shared = new StandaloneCluster("shared-cluster-" + Commands.FORK, 2, 2, 2);
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Starts a cluster without GPUs. */
    StandaloneCluster(String name, int workers, int cores) throws IOException, InterruptedException {
        this(name, workers, cores, 0);
    }

    /**
     * Starts a cluster.
     *
     * @param name of the folder for logs
     * @param cores of each worker
     * @param gpus of worker 1, as far as Spark knows
     */
    private StandaloneCluster(String name, int workers, int cores, int gpus) throws IOException, InterruptedException {
        folder = Files.createDirectories(Commands.TARGET.resolve(name));
        Map<String, String> ofGpus = gpus == 0 ? Map.of() : plugIn(gpus);
        GuardedProcess master = daemon("master", 1, Map.of(), "master.Master");
        url = GuardedProcess.await(() -> {
            Matcher matcher = URL.matcher(master.text());
            return matcher.find() ? matcher.group() : null;
        });
        for (int k = 1; k <= workers; k++) {
            String work = folder.resolve("work" + k).toString();
            String[] arguments = {"--cores", String.valueOf(cores), "--memory", "1g", "--work-dir", work, url};
            Map<String, String> more = k == 1 ? ofGpus : Map.of();
            this.workers.add(daemon("worker" + k, k, more, "worker.Worker", arguments));
        }
        for (GuardedProcess worker : this.workers) {
            GuardedProcess.await(() -> worker.text().contains("Successfully registered with master") ? worker : null);
        }
    }

    /** A worker learns of GPUs by the script that we ship, from a program that says what nvidia-smi would. */
    private Map<String, String> plugIn(int gpus) throws IOException {
        String numbers = IntStream.range(0, gpus).mapToObj(gpu -> " " + gpu).collect(Collectors.joining());
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\nprintf '%s\\n'" + numbers + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path discovery = Path.of("..", "conf", "spark", "gpu-discovery").toAbsolutePath();
        return Map.of(
                "PATH",
                folder + ":" + System.getenv("PATH"),
                "SPARK_WORKER_OPTS",
                "-Dspark.worker.resource.gpu.amount=" + gpus + " -Dspark.worker.resource.gpu.discoveryScript="
                        + discovery.normalize());
    }

    private GuardedProcess daemon(
            String name, int machine, Map<String, String> environment, String className, String... more)
            throws IOException {
        String address = "127.0.0." + machine;
        Map<String, String> own = new HashMap<>(environment);
        own.put("JDK_JAVA_OPTIONS", LIGHT); // the executors of a worker have it from there
        List<String> arguments = new ArrayList<>(List.of("--host", address, "--port", "0", "--webui-port", "0"));
        arguments.addAll(List.of(more));
        return start(name, address, own, Commands.sparkClass("org.apache.spark.deploy." + className, arguments));
    }

    private GuardedProcess start(String name, String address, Map<String, String> more, List<String> command)
            throws IOException {
        Map<String, String> environment =
                new HashMap<>(Map.of("SPARK_LOCAL_IP", address, "SPARK_DAEMON_MEMORY", "256m"));
        environment.putAll(more);
        GuardedProcess process = GuardedProcess.start(folder, name, environment, command);
        processes.add(process);
        return process;
    }

    String url() {
        return url;
    }

    /** A worker, from 1. */
    GuardedProcess worker(int number) {
        return workers.get(number - 1);
    }

    /** The executors that a worker runs. */
    List<ProcessHandle> executors(int worker) {
        return ProcessHandle.of(worker(worker).pid()).stream()
                .flatMap(ProcessHandle::children)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Starts a light driver with a spark-submit that has some options. */
    GuardedProcess submit(String name, List<String> options, List<String> arguments) throws IOException {
        return submit(name, LIGHT, options, arguments);
    }

    /** The same, with executors that have both compilers, as a user's have, so that they choose what computes fastest. */
    GuardedProcess submitWithCompilers(String name, List<String> arguments) throws IOException {
        String executors = String.join(" ", ChildJava.BOTH_COMPILERS);
        return submit(name, LIGHT + " \"-Dspark.executor.extraJavaOptions=" + executors + "\"", List.of(), arguments);
    }

    private GuardedProcess submit(String name, String java, List<String> options, List<String> arguments)
            throws IOException {
        return start(name, "127.0.0.1", Map.of("SPARK_SUBMIT_OPTS", java), Commands.submit(url, options, arguments));
    }

    /** Starts a light driver as the script {@code fw} does. */
    GuardedProcess fw(String name, List<String> arguments) throws IOException {
        return start(name, "127.0.0.1", Map.of(), Commands.fw(ChildJava.LIGHT, arguments));
    }

    /** Kills what is left: the workers' executors too, which else would look for their worker a while longer. */
    @Override
    public void close() {
        for (int k = 1; k <= workers.size(); k++) {
            executors(k).forEach(ProcessHandle::destroyForcibly);
        }
        processes.forEach(GuardedProcess::close);
    }
}
