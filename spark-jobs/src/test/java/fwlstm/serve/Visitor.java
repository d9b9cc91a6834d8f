package fwlstm.serve;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Someone who asks a server of their own. */
final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ResultsServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private Visitor(ResultsServer server) {
        this.server = server;
    }

    /** Of a results directory, or of a folder of them. */
    static Visitor of(Path directory, String... allowed) throws IOException {
        return of(Sweeps.existing(directory.toString(), ResultsDirectory.hadoop()), allowed);
    }

    static Visitor of(Sweeps sweeps, String... allowed) throws IOException {
        return new Visitor(ResultsServer.start(sweeps, InetAddress.getLoopbackAddress(), 0, 0, List.of(allowed)));
    }

    String address() {
        return server.address();
    }

    int port() {
        return URI.create(server.address()).getPort();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return ask("GET", path, headers);
    }

    HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.address()).resolve(path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A page that is there. */
    String page(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path + "\n" + answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** The page as soon as it is like this; what is read in the background takes a moment. */
    String await(String path, Predicate<String> like) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String page = get(path).body();
            if (like.test(page)) {
                return page;
            }
            assertThat(System.nanoTime()).as(path + " is still\n" + page).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** The page as soon as it has this text. */
    String await(String path, String text) throws Exception {
        return await(path, page -> page.contains(text));
    }

    /** What the server answers to bytes that no client would send, up to the end of the connection. */
    String raw(String bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The answer to a request line with proper headers. */
    String line(String line) throws IOException {
        return raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Override
    public void close() {
        server.close();
    }
}
