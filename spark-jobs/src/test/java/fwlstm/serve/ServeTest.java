package fwlstm.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.report.MadeUp;
import fwlstm.results.Compaction;
import fwlstm.results.Newer;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.SweepLock;
import fwlstm.sweep.Sweep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server over made-up results, asked as browsers ask, and as they do not. */
@Timeout(120)
class ServeTest {
    private static final Logger LOG = Logger.getLogger("fwlstm"); // kept, so that its level is

    @TempDir
    Path folder;

    @BeforeEach
    void expectDamage() {
        LOG.setLevel(Level.OFF);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> trials(String table) {
        return found("id=\"trial-([0-9a-f]{16})\"", table);
    }

    /** Every file below, with its content and time. */
    private static TreeMap<String, String> files(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                String content = Files.isDirectory(file) ? "" : Files.size(file) + " ";
                files.put(file.toString(), content + Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @Test
    void the_page_has_progress_counts_table_and_every_figure_of_the_report() throws Exception {
        ResultsDirectory results = MadeUp.grid(folder.resolve("made"));
        new Compaction(results).run();
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            assertThat(visitor.get("/").headers().firstValue("Location")).contains("/made/");
            String page = visitor.await("/made/", "id=\"learning-curves\"");
            assertThat(page)
                    .contains("Not running: 11 of 12 trials are recorded.", "<b>9</b> done", "<b>1</b> diverged")
                    .contains("<b>1</b> failed", "<b>1</b> waiting", "13.33 ± 11.55", "fw report " + folder)
                    .contains("no memory for &lt;layers&gt; &amp; more")
                    .doesNotContain("<b>0</b> stopped");
            for (String figure : found("href=\"(figures/[^\"]+)\"", page)) {
                assertThat(visitor.get("/made/" + figure).statusCode())
                        .as(figure)
                        .isEqualTo(200);
            }
            assertThat(visitor.page("/made/figures/learning-curves.csv")).startsWith("task,pairs,series,update,");
            assertThat(visitor.get("/made/figures/none.svg").statusCode()).isEqualTo(404);
            assertThat(found("<(h1|h2)[ >]", page)).startsWith("h1", "h2").hasSizeGreaterThan(6);
            assertThat(found("(aria-live=\"\\w+\")", page)).containsExactly("aria-live=\"polite\"");
        }
    }

    @Test
    void trials_are_filtered_by_every_word_and_sorted_by_any_column() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            String all = visitor.await("/made/trials", "12 trials.");
            assertThat(trials(all)).hasSize(12);
            assertThat(trials(visitor.page("/made/trials?q=irnn+pairs%3D4"))).hasSize(3);
            assertThat(trials(visitor.page("/made/trials?q=FAILED"))).hasSize(1);
            assertThat(trials(visitor.page("/made/trials?q=waiting"))).hasSize(1);
            assertThat(trials(visitor.page("/made/trials?q=" + trials(all).get(4))))
                    .containsExactly(trials(all).get(4));
            assertThat(visitor.page("/made/trials?q=%3Cscript%3Ealert(1)%3C/script%3E"))
                    .contains("None of 12 trials.", "value=\"&lt;script&gt;")
                    .doesNotContain("<script>alert");
            for (String column : found("<th scope=\"col\"[^>]*><a href=\"\\?sort=([^\"&]+)\"", all)) {
                String up = visitor.page("/made/trials?sort=" + column);
                String down = visitor.page("/made/trials?sort=" + column + "&order=desc");
                assertThat(trials(up)).as(column).containsExactlyInAnyOrderElementsOf(trials(all));
                assertThat(trials(down)).as(column).containsExactlyInAnyOrderElementsOf(trials(all));
                assertThat(up).contains("aria-sort=\"ascending\"");
                assertThat(down).contains("aria-sort=\"descending\"");
            }
            String best = visitor.page("/made/trials?sort=validation%20accuracy%20%25&order=desc");
            assertThat(found("<td class=\"number\">([0-9.]*)</td>", best.substring(best.indexOf("<tbody>")))
                            .get(3))
                    .isEqualTo("100.00");
            String errors = visitor.page("/made/trials?sort=test%20error%20%25");
            assertThat(trials(errors).subList(9, 12)) // without a test error
                    .containsExactlyInAnyOrderElementsOf(trials(visitor.page("/made/trials?q=irnn+pairs%3D4")));
            assertThat(visitor.page("/made/trials?page=99&sort=none&order=up")).contains("12 trials.");
        }
    }

    @Test
    void a_trial_has_a_page_with_its_curve_result_settings_place_and_command() throws Exception {
        ResultsDirectory results = MadeUp.grid(folder.resolve("made"));
        Sweep sweep = results.sweep();
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            visitor.await("/made/trials", "12 trials.");
            Trial done = sweep.trials().get(0);
            String page = visitor.page("/made/trials/" + done.id());
            assertThat(page)
                    .contains("<h1>fw-lstm art K&#x3D;2 H&#x3D;5 seed 0</h1>")
                    .contains("Recorded as done after 200 updates.", "<svg", "a processor", "stop_accuracy")
                    .contains("fw reproduce " + folder.resolve("made") + " " + done.id());
            assertThat(visitor.page("/made/trials/" + done.id() + "?part=1")).startsWith("<p class=\"lead\"");
            Trial failed = sweep.trials().get(9);
            assertThat(visitor.page("/made/trials/" + failed.id()))
                    .contains("Recorded as failed", "no memory for &lt;layers&gt; &amp; more")
                    .doesNotContain("fw reproduce");
            Trial missing = sweep.trials().get(11);
            assertThat(visitor.page("/made/trials/" + missing.id()))
                    .contains("Not recorded yet.", "No evaluation is known.")
                    .doesNotContain("fw reproduce");
            assertThat(visitor.get("/made/trials/0123456789abcdef").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_running_sweep_shows_its_trials_with_their_curves() throws Exception {
        ResultsDirectory results = MadeUp.grid(folder.resolve("made"));
        Trial running = results.sweep().trials().get(11);
        Path beat = folder.resolve("made/progress.json");
        long process = ProcessHandle.current().pid();
        Files.writeString(
                beat,
                "{\"host\":\"h\",\"process\":" + process
                        + ",\"beat\":1,\"at\":1,\"trials\":12,\"fraction\":0.25,\"slots\":2,"
                        + "\"updatesPerSecond\":1234.5,\"secondsLeft\":200.0,\"running\":[\"a trial\"],"
                        + "\"runningTrials\":[{\"trialId\":\"" + running.id()
                        + "\",\"label\":\"<a> trial\",\"update\":200,\"until\":400,\"curve\":[[100,0.5],[200,0.625]]},"
                        + "{\"trialId\":\"../../etc/passwd\",\"label\":\"foreign\"}]}");
        try (SweepLock lock = results.lock("made");
                Visitor visitor = Visitor.of(folder.resolve("made"))) {
            assertThat(lock.isLost()).isFalse();
            String page = visitor.await("/made/", "id=\"run-" + running.id());
            assertThat(page)
                    .contains("Running: 11 of 12 trials are recorded, 25\u00a0% of this run is done.")
                    .contains("&lt;a&gt; trial", "62.5 %", "200 of 400 updates", "<polyline points=\"61.5,")
                    .contains("12 trials to train in this run, 2 at once, 1,235 updates/s, about 3 min left.")
                    .contains("<b>1</b> running", "<b>0</b> waiting")
                    .doesNotContain("foreign");
            assertThat(trials(visitor.page("/made/trials?q=running"))).containsExactly(running.id());
            assertThat(visitor.page("/made/trials/" + running.id()))
                    .contains("In training: 200 of 400 updates are done.", "<svg");
            HttpResponse<String> live = visitor.get("/made/live");
            JsonNode parts = new ObjectMapper().readTree(live.body()).get("parts");
            assertThat(parts.get("live-running").asText()).contains("62.5 %");
            Files.writeString(
                    beat, Files.readString(beat).replace("0.625", "0.75").replace("\"beat\":1", "\"beat\":2"));
            visitor.await("/made/live", "75.0 %");
            Files.writeString(
                    beat,
                    "{\"host\":\"h\",\"process\":" + process + ",\"at\":2,\"trials\":8,\"running\":[\"an old one\"]}");
            visitor.await("/made/live", "an old one"); // of an earlier fw-lstm
        }
    }

    @Test
    void only_what_has_changed_is_sent_again() throws Exception {
        ResultsDirectory results = MadeUp.grid(folder.resolve("made"));
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            visitor.await("/made/", "id=\"learning-curves\"");
            visitor.await("/made/live", page -> !page.contains("Reading"));
            for (String path : List.of("/made/live", "/made/results", "/made/trials", "/_/style.css", "/_/page.js")) {
                HttpResponse<String> first = visitor.get(path);
                String tag = first.headers().firstValue("ETag").orElseThrow();
                assertThat(visitor.get(path, "If-None-Match", tag).statusCode())
                        .as(path)
                        .isEqualTo(304);
                assertThat(visitor.get(path, "If-None-Match", "\"another\"").body())
                        .isEqualTo(first.body());
            }
            String before = visitor.page("/made/live");
            MadeUp.noisy(results, results.sweep().trials().get(11));
            String after = visitor.await("/made/live", "Finished: all 12 trials are recorded.");
            JsonNode versions = new ObjectMapper().readTree(after).get("versions");
            assertThat(versions.get("trials"))
                    .isNotEqualTo(
                            new ObjectMapper().readTree(before).get("versions").get("trials"));
        }
    }

    @Test
    void a_folder_of_sweeps_has_a_page_with_all_of_them() throws Exception {
        MadeUp.grid(folder.resolve("grid one"));
        MadeUp.search(folder.resolve("drawn"));
        Files.createDirectories(folder.resolve("empty"));
        MadeUp.grid(folder.resolve("_hidden"));
        try (Visitor visitor = Visitor.of(folder)) {
            String list = visitor.await("/", page -> page.contains("finished") && page.contains("not running"));
            assertThat(found("id=\"sweep-([^\"]+)\"", list)).containsExactly("drawn", "grid one");
            assertThat(list).contains("href=\"/grid%20one/\"");
            visitor.await("/grid%20one/", "11 of 12 trials");
            visitor.await("/drawn/", "id=\"search-1\"");
            assertThat(visitor.get("/drawn").headers().firstValue("Location")).contains("/drawn/");
            assertThat(visitor.get("/_hidden/").statusCode()).isEqualTo(404);
            MadeUp.tested(folder.resolve("later"));
            visitor.await("/", "id=\"sweep-later\"");
            visitor.await("/_/live", "sweep-later");
        }
    }

    @Test
    void nothing_is_changed_not_even_where_a_file_is_damaged() throws Exception {
        ResultsDirectory results = MadeUp.grid(folder.resolve("made"));
        new Compaction(results).run();
        MadeUp.noisy(results, results.sweep().trials().get(11));
        Path table;
        try (Stream<Path> all = Files.walk(folder.resolve("made/curves"))) {
            table = all.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(table);
        for (int k = 4; k < 200; k++) {
            bytes[k] ^= 0x55;
        }
        var time = Files.getLastModifiedTime(table);
        Files.write(table, bytes);
        Files.setLastModifiedTime(table, time); // so that what is remembered of it seems to hold
        TreeMap<String, String> before = files(folder);
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            String page = visitor.await("/made/", "is damaged");
            assertThat(page).contains(table.getFileName() + " is damaged", "12 trials are recorded");
            for (Trial trial : results.sweep().trials()) {
                assertThat(visitor.get("/made/trials/" + trial.id()).statusCode())
                        .isIn(200, 500);
            }
            visitor.page("/made/trials");
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
                HttpResponse<String> answer = visitor.ask(method, "/made/");
                assertThat(answer.statusCode()).as(method).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
            }
            assertThat(visitor.ask("HEAD", "/made/").body()).isEmpty();
        }
        assertThat(files(folder)).isEqualTo(before);
    }

    @Test
    void what_cannot_be_read_is_said_in_a_sentence_and_read_again_later() throws Exception {
        Path made = folder.resolve("made");
        MadeUp.grid(made);
        try (Visitor visitor = Visitor.of(made)) {
            visitor.await("/made/", "11 of 12 trials");
            Files.move(made, folder.resolve("away"));
            visitor.await("/made/live", "There is no sweep.yaml in " + made);
            assertThat(visitor.page("/made/")).contains("There is no sweep.yaml", "11 of 12 trials");
            Files.move(folder.resolve("away"), made);
            visitor.await("/made/live", page -> !page.contains("There is no sweep.yaml"));

            Path broken = made.resolve("ledger/0123456789abcdef.json");
            Files.writeString(broken, "{\"half");
            visitor.await("/made/live", "11 of 12 trials"); // as fw tables, which skips it
            Files.delete(broken);

            String text = Files.readString(made.resolve("sweep.yaml"));
            Files.writeString(made.resolve("sweep.yaml"), "name: [");
            visitor.await("/made/live", "sweep.yaml: ");
            Files.writeString(made.resolve("sweep.yaml"), text);
            visitor.await("/made/live", page -> !page.contains("class=\\\"problem"));
        }
    }

    @Test
    void results_of_a_newer_program_are_said_to_be_that() throws Exception {
        Path made = folder.resolve("made");
        Newer.publish(MadeUp.grid(made));
        try (Visitor visitor = Visitor.of(made)) {
            visitor.await("/made/", "a newer fw-lstm wrote this");
            visitor.await("/made/live", "a newer fw-lstm wrote this");
        }
    }

    @Test
    void before_a_sweep_has_begun_its_page_says_so() throws Exception {
        Path made = folder.resolve("made");
        try (Visitor visitor = Visitor.of(Sweeps.of(made.toString(), ResultsDirectory.hadoop()))) {
            visitor.await("/made/", "no sweep has begun there yet");
            MadeUp.grid(made);
            visitor.await("/made/", "11 of 12 trials");
        }
        assertThatThrownBy(() -> Visitor.of(folder.resolve("nothing")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nothing there");
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> Visitor.of(folder.resolve("empty")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no sweep.yaml in it or in its folders");
    }

    @Test
    void foreign_names_are_refused_and_every_answer_has_strict_headers() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        try (Visitor visitor = Visitor.of(folder.resolve("made"), "lab.example.org")) {
            for (String host : List.of(
                    "localhost",
                    "LOCALHOST:1",
                    "127.0.0.1",
                    "127.1.2.3:80",
                    "[::1]:9",
                    "lab.example.org:8",
                    "localhost.")) {
                assertThat(visitor.raw("GET /_/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .as(host)
                        .startsWith("HTTP/1.1 200 ");
            }
            for (String host : List.of(
                    "evil.example",
                    "localhost.evil.example",
                    "127.0.0.1.evil.example",
                    "",
                    "a b",
                    "10.0.0.1",
                    "user@localhost.evil",
                    "[::2]")) {
                assertThat(visitor.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .as(host)
                        .startsWith("HTTP/1.1 421 ")
                        .contains("--allow-host")
                        .doesNotContain("made");
            }
            assertThat(visitor.raw("GET / HTTP/1.0\r\n\r\n")).contains(" 421 ");
            for (String path : List.of("/made/", "/made/live", "/_/style.css", "/none", "/made/trials")) {
                HttpResponse<String> answer = visitor.get(path);
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                        .startsWith("default-src 'none'")
                        .contains("script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe-eval");
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
                assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
                assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
            }
        }
    }

    @Test
    void no_path_leads_out_of_the_directory() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        Files.writeString(folder.resolve("secret.csv"), "secret");
        MadeUp.grid(folder.resolve("other"));
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            visitor.await("/made/", "id=\"learning-curves\"");
            List<String> paths = new ArrayList<>(List.of(
                    "/../secret.csv",
                    "/made/../../secret.csv",
                    "/made/%2e%2e/secret.csv",
                    "/made/figures/..%2f..%2fsecret.csv",
                    "/made/figures/%2e%2e/%2e%2e/secret.csv",
                    "/made/figures/" + folder + "/secret.csv",
                    "/" + folder + "/secret.csv",
                    "//etc/passwd",
                    "/made/trials/..%2F..%2Fother",
                    "/made/trials/%00",
                    "/%00",
                    "/other/",
                    "/made/sweep.yaml",
                    "/..%5c..%5csecret.csv",
                    "/%c0%ae%c0%ae/secret.csv",
                    "/made/figures/learning-curves.csv%00",
                    "/_/page.css",
                    "/_/../page.css"));
            for (String path : paths) {
                assertThat(visitor.line("GET " + path + " HTTP/1.1"))
                        .as(path)
                        .startsWith("HTTP/1.1 404 ")
                        .doesNotContain("secret");
            }
            for (String line : List.of(
                    "GET /\0 HTTP/1.1",
                    "GET /%zz HTTP/1.1",
                    "GET /%e HTTP/1.1",
                    "GET /made/trials?q=%g1 HTTP/1.1",
                    "GET http://evil.example/ HTTP/1.1",
                    "GET " + "/a".repeat(5000) + " HTTP/1.1",
                    "nonsense",
                    "GET")) {
                assertThat(visitor.line(line))
                        .as(line)
                        .matches("(?s)HTTP/1.1 4\\d\\d .*")
                        .doesNotContain("secret");
            }
            assertThat(visitor.line("GET /" + "a".repeat(5000) + " HTTP/1.1")).startsWith("HTTP/1.1 414 ");
            assertThat(visitor.page("/made/trials?q=" + "x".repeat(3000))).contains("None of 12 trials.");
            visitor.page("/made/"); // it goes on
        }
    }

    @Test
    void slow_clients_do_not_keep_others_waiting() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        List<Socket> slow = new ArrayList<>();
        try (Visitor visitor = Visitor.of(folder.resolve("made"))) {
            for (int k = 0; k < 40; k++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), visitor.port());
                socket.getOutputStream().write("GET /made/ HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            long start = System.nanoTime();
            visitor.page("/made/trials");
            assertThat(System.nanoTime() - start).isLessThan(9_000_000_000L); // before the slow ones are sent away
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void a_port_that_is_taken_is_said_in_a_line_unless_nobody_asked_for_it() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        Sweeps sweeps = Sweeps.existing(folder.resolve("made").toString(), ResultsDirectory.hadoop());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> ResultsServer.start(sweeps, InetAddress.getLoopbackAddress(), port, 0, List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("cannot listen at 127.0.0.1 port " + port + ": .*[Aa]ddress already in use.*");
            try (ResultsServer next =
                    ResultsServer.start(sweeps, InetAddress.getLoopbackAddress(), port, 9, List.of())) {
                assertThat(next.address()).startsWith("http://127.0.0.1:").doesNotContain(":" + port + "/");
            }
        }
    }
}
