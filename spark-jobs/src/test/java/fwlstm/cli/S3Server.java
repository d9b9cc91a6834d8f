package fwlstm.cli;

import fwlstm.ChildJava;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server on loopback, S3Proxy, that keeps objects in memory; in a process of its own, with jars of its own. */
final class S3Server implements AutoCloseable {
    private static final String IDENTITY = "tester";
    private static final String SECRET = "secret";

    /** Written by the module s3. */
    private static final Path CLASS_PATH = Path.of("..", "s3", "target", "s3proxy-classpath.txt");

    private final URI endpoint;
    private final GuardedProcess process;

    private S3Server(URI endpoint, GuardedProcess process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    static S3Server start(Path folder) throws IOException {
        URI endpoint = URI.create("http://127.0.0.1:" + freePort());
        Path settings = Files.writeString(
                folder.resolve("s3proxy.conf"),
                String.join(
                        "\n",
                        "s3proxy.endpoint=" + endpoint,
                        "s3proxy.authorization=aws-v2-or-v4",
                        "s3proxy.ignore-unknown-headers=true",
                        "s3proxy.identity=" + IDENTITY,
                        "s3proxy.credential=" + SECRET,
                        "jclouds.provider=transient",
                        "jclouds.identity=none",
                        "jclouds.credential=none"));
        GuardedProcess process = GuardedProcess.start(
                folder,
                "s3proxy",
                Map.of(),
                ChildJava.command(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", ChildJava.FIRST_COMPILER),
                        List.of(
                                "-cp",
                                Files.readString(CLASS_PATH),
                                "org.gaul.s3proxy.Main",
                                "--properties",
                                settings.toString())));
        S3Server server = new S3Server(endpoint, process);
        GuardedProcess.await(server::answer);
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The status of its answer to a stranger; null as long as there is none. */
    private Integer answer() throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(endpoint).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return null;
        }
    }

    /** Makes a bucket. S3A has no way to ask for one: it is the part of the SDK that it uses. */
    void make(String bucket) {
        try (S3Client client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, SECRET)))
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
    }

    /** The settings with which Spark's and our file systems find it. */
    Map<String, String> settings() {
        return Map.of(
                "spark.hadoop.fs.s3a.endpoint",
                endpoint.toString(),
                "spark.hadoop.fs.s3a.endpoint.region",
                "us-east-1",
                "spark.hadoop.fs.s3a.path.style.access",
                "true",
                "spark.hadoop.fs.s3a.access.key",
                IDENTITY,
                "spark.hadoop.fs.s3a.secret.key",
                SECRET);
    }

    @Override
    public void close() {
        process.close();
    }
}
