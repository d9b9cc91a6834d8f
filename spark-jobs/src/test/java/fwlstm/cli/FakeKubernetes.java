package fwlstm.cli;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Stands in for a Kubernetes: an API server that keeps what it is told, and a machine on which each executor's pod is a
 * process that is started with what the pod's environment says, as the image of Spark does. There are no images, volumes,
 * limits, accounts and names of services.
 */
final class FakeKubernetes implements AutoCloseable {
    private static final String BACKEND = "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend";

    private static final String PENDING = "Pending";

    private final Path folder;
    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Api(), false);
    private final KubernetesClient client;
    private final Map<String, Pod> asked = new ConcurrentHashMap<>();
    private final Map<String, GuardedProcess> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** What the library's lacks: a new pod is pending, and what is applied takes the place of what there was. */
    private static final class Api extends KubernetesCrudDispatcher {
        @Override
        public MockResponse handleCreate(RecordedRequest request) {
            GenericKubernetesResource resource = resource(request);
            if (resource.getKind().equals("Pod")) {
                resource.setAdditionalProperty("status", Map.of("phase", PENDING));
            }
            return super.handleCreate(with(request, HttpMethod.POST, request.getPath(), resource));
        }

        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            String type = PatchType.SERVER_SIDE_APPLY.getContentType();
            if (!request.getHeaders().headers("Content-Type").contains(type)) {
                return super.handlePatch(request);
            }
            String path = request.getPath().replaceAll("\\?.*", "");
            return findResource(getKey(path)) == null
                    ? handleCreate(
                            with(request, HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), resource(request)))
                    : handleUpdate(with(request, HttpMethod.PUT, path, resource(request)));
        }

        private static GenericKubernetesResource resource(RecordedRequest request) {
            return Serialization.unmarshal(request.getUtf8Body(), GenericKubernetesResource.class);
        }

        private static RecordedRequest with(
                RecordedRequest request, HttpMethod method, String path, GenericKubernetesResource resource) {
            return new RecordedRequest(
                    request.getHttpVersion(),
                    method,
                    path,
                    request.getHeaders(),
                    new Buffer().writeUtf8(Serialization.asJson(resource)));
        }
    }

    /** @param folder for what executors print */
    FakeKubernetes(Path folder) {
        this.folder = folder;
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient();
        clock.scheduleWithFixedDelay(this::look, 0, 200, TimeUnit.MILLISECONDS);
    }

    /** The master's URL. */
    String master() {
        return "k8s://" + server.url("/").replaceAll("/$", "");
    }

    /** All pods that were ever asked for, by name. */
    Map<String, Pod> asked() {
        return new TreeMap<>(asked);
    }

    /** Those of executors. */
    List<Pod> executors() {
        return asked().values().stream().filter(FakeKubernetes::isExecutor).toList();
    }

    KubernetesClient client() {
        return client;
    }

    /** SIGKILL for one of the executors that run; false if there is none. */
    boolean killExecutor() {
        running.values().stream().findFirst().ifPresent(GuardedProcess::kill);
        return !running.isEmpty();
    }

    private static boolean isExecutor(Pod pod) {
        return "executor".equals(pod.getMetadata().getLabels().get("spark-role"));
    }

    private void look() {
        Map<String, Pod> pods = client.pods().inAnyNamespace().list().getItems().stream()
                .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), pod -> pod));
        asked.putAll(pods);
        for (String name : List.copyOf(running.keySet())) {
            if (!pods.containsKey(name)) { // somebody deleted it
                running.remove(name).close();
            } else if (!running.get(name).guard().isAlive()) {
                int code = running.remove(name).guard().exitValue();
                set(pods.get(name), code == 0 ? "Succeeded" : "Failed", code);
            }
        }
        pods.forEach((name, pod) -> {
            if (isExecutor(pod) && PENDING.equals(pod.getStatus().getPhase())) {
                running.put(name, start(pod));
                set(pod, "Running", null);
            }
        });
    }

    /** @param code with which its container has ended; null while it runs */
    private void set(Pod pod, String phase, Integer code) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        client.resource(new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase(phase)
                        .withContainerStatuses(new ContainerStatusBuilder()
                                .withName(pod.getSpec().getContainers().get(0).getName())
                                .withState((code == null
                                                ? state.withNewRunning().endRunning()
                                                : state.withNewTerminated()
                                                        .withExitCode(code)
                                                        .endTerminated())
                                        .build())
                                .build())
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private GuardedProcess start(Pod pod) {
        Map<String, String> environment = environment(pod);
        List<String> options = new ArrayList<>(ChildJava.LIGHT);
        environment.forEach((key, value) -> {
            if (key.startsWith("SPARK_JAVA_OPT_")) {
                options.add(value);
            }
        });
        options.add("-Xmx" + environment.get("SPARK_EXECUTOR_MEMORY"));
        options.addAll(List.of("-cp", SparkHome.classPathOfTests(), BACKEND));
        Map<String, String> arguments = Map.of(
                "--driver-url", "SPARK_DRIVER_URL",
                "--executor-id", "SPARK_EXECUTOR_ID",
                "--cores", "SPARK_EXECUTOR_CORES",
                "--app-id", "SPARK_APPLICATION_ID",
                "--resourceProfileId", "SPARK_RESOURCE_PROFILE_ID");
        List<String> words = new ArrayList<>(List.of(
                "--hostname", "127.0.0.1", "--podName", pod.getMetadata().getName()));
        arguments.forEach((word, key) -> words.addAll(List.of(word, environment.get(key))));
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        try {
            return GuardedProcess.start(
                    folder, pod.getMetadata().getName(), environment, ChildJava.command(options, words));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a pod's only container finds in its environment, as far as it is known here. */
    static Map<String, String> environment(Pod pod) {
        return pod.getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (first, second) -> second, TreeMap::new));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        running.values().forEach(GuardedProcess::close);
        client.close();
        server.destroy();
    }
}
