package fwlstm.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fwlstm.io.Sentence;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the pages of sweeps over HTTP. Only GET and HEAD are answered, and only under the names of this machine;
 * slow clients cost a waiting thread each, up to a bound, and are sent away after a while.
 */
public final class ResultsServer implements AutoCloseable {
    /** The port unless another is asked for. */
    public static final int PORT = 8765;

    private static final int MOST_THREADS = 64;
    private static final System.Logger LOG = System.getLogger("fwlstm.serve");

    /** Only this server's own style and script are used, and nothing else may show, frame or lead away from it. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    static { // read once by the JDK's server, in seconds
        for (String limit : List.of("maxReqTime=10", "maxRspTime=120", "idleInterval=30", "nodelay=true")) {
            String[] parts = limit.split("=");
            String name = "sun.net.httpserver." + parts[0];
            System.setProperty(name, System.getProperty(name, parts[1]));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Hosts hosts;
    private final Site site;

    private ResultsServer(HttpServer server, Hosts hosts, Site site) {
        this.server = server;
        this.hosts = hosts;
        this.site = site;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, MOST_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "serve " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to serve.
     *
     * @param address to listen at
     * @param port 0 for any that is free
     * @param further how many of the next ports are tried if that is taken
     * @param allowed names under which the server may be asked besides those of this machine
     * @throws IOException in a sentence, if it cannot listen there
     */
    public static ResultsServer start(
            Sweeps sweeps, InetAddress address, int port, int further, Collection<String> allowed) throws IOException {
        HttpServer server = listen(address, port, further);
        ResultsServer started =
                new ResultsServer(server, new Hosts(server.getAddress().getAddress(), allowed), new Site(sweeps));
        server.setExecutor(started.threads);
        server.createContext("/", started::handle);
        server.start();
        return started;
    }

    private static HttpServer listen(InetAddress address, int port, int further) throws IOException {
        for (int next = port; ; next++) {
            try {
                return HttpServer.create(new InetSocketAddress(address, next), 0);
            } catch (BindException e) {
                if (next - port >= further) {
                    throw new IOException(
                            "cannot listen at " + Hosts.literal(address) + " port " + port
                                    + (further == 0 ? "" : " nor the next " + further) + ": " + Sentence.of(e),
                            e);
                }
            }
        }
    }

    /** The address of the first page. */
    public String address() {
        InetAddress bound = server.getAddress().getAddress();
        String host = bound.isAnyLocalAddress() ? "127.0.0.1" : Hosts.literal(bound);
        return "http://" + host + ":" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer = answer(exchange, head);
            Headers headers = exchange.getResponseHeaders();
            HEADERS.forEach(headers::set);
            answer.headers().forEach(headers::set);
            headers.set("ETag", answer.tag());
            if (answer.status() == 200
                    && answer.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            byte[] content = answer.content();
            headers.set("Content-Type", answer.type());
            if (head || content.length == 0) {
                headers.set("Content-Length", String.valueOf(content.length));
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            exchange.sendResponseHeaders(answer.status(), content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client has gone", e);
        }
    }

    private Answer answer(HttpExchange exchange, boolean head) {
        try {
            String host = exchange.getRequestHeaders().getFirst("Host");
            if (!hosts.allows(host, exchange.getLocalAddress().getAddress())) {
                return Answer.sentence(
                        421,
                        "This server does not answer under the name that it was asked under. fw serve --allow-host NAME"
                                + " adds a name.");
            } else if (!head && !exchange.getRequestMethod().equals("GET")) {
                return Answer.sentence(405, "This server only shows results: it answers GET and HEAD.")
                        .with("Allow", "GET, HEAD");
            } else if (exchange.getRequestURI().isAbsolute()) {
                return Answer.sentence(400, "This server is no proxy.");
            } else if (exchange.getRequestURI().toString().length() > Request.MOST_CHARACTERS) {
                return Answer.sentence(414, "The address is too long.");
            }
            return site.answer(Request.of(exchange.getRequestURI()));
        } catch (IllegalArgumentException e) {
            return Answer.sentence(400, "The address is not encoded as addresses are.");
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, Objects.toString(exchange.getRequestURI()), e);
            return Answer.sentence(500, "This could not be shown: " + Sentence.of(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        site.close();
    }
}
