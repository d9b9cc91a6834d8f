package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import fwlstm.ChildJava;
import fwlstm.cli.Fw.Result;
import fwlstm.config.Trial;
import fwlstm.report.MadeUp;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The command in a process of its own, and its page as a browser shows it while a sweep runs and ends. */
@Timeout(300)
class ServeIT {
    private static final Pattern ADDRESS = Pattern.compile("serving (.*) at (http://127\\.0\\.0\\.1:\\d+/) ");

    /** Trains for longer than the test takes. */
    private static final String SWEEP = """
        name: watched
        task: {name: art, pairs: 4}
        cell: {name: [fw-lstm, ln-lstm], hidden: 20}
        train: {batch: 64, updates: 50000, evaluate_every: 20}
        data: {train: 1000, validation: 200, test: 200}
        seeds: 2
        """;

    @TempDir
    Path folder;

    /** The address that a process says it serves at. */
    private static String address(Process process, Path log) throws Exception {
        while (true) {
            Matcher line = ADDRESS.matcher(Files.readString(log));
            if (line.find()) {
                return line.group(2);
            }
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Thread.sleep(50);
        }
    }

    private Process serve(Path log, String... more) throws IOException {
        String[] arguments = new String[more.length + 1];
        arguments[0] = "serve";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return Fw.start(log, ChildJava.LIGHT, arguments);
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void says_where_it_serves_and_ends_with_control_c_or_a_signal() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        for (String signal : List.of("INT", "TERM")) {
            Path log = folder.resolve(signal);
            Process process = serve(log, folder.resolve("made").toString(), "--port", "0");
            String address = address(process, log);
            assertThat(Files.readString(log))
                    .contains("serving " + folder.resolve("made") + " at " + address + " (control-C ends it)");
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(address + "made/"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("<h1>");
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            boolean ended = process.waitFor(20, TimeUnit.SECONDS);
            if (!ended) {
                end(process);
            }
            assumeThat(ended).as("processes started from here ignore control-C").isTrue();
            assertThat(process.exitValue()).isEqualTo(signal.equals("INT") ? 130 : 143);
            assertThat(Files.readString(log)).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void the_port_of_a_sweeps_page_may_be_left_out() throws Exception {
        String sweep = Files.writeString(folder.resolve("watched.yaml"), SWEEP).toString();
        String out = folder.resolve("watched").toString();
        for (List<String> serve : List.of(List.of("--serve"), List.of("--serve=9000"), List.of("--serve", "9000"))) {
            List<String> first = new ArrayList<>(List.of("sweep"));
            first.addAll(serve);
            first.addAll(List.of(sweep, "--dry-run", "--out", out));
            List<String> last = new ArrayList<>(List.of("sweep", sweep, "--dry-run", "--out", out));
            last.addAll(serve);
            for (List<String> arguments : List.of(first, last)) {
                Result result = Fw.run(arguments.toArray(String[]::new));
                assertThat(result.exitCode()).as(arguments + result.err()).isZero();
            }
        }
        for (String wrong : List.of("--serve=x", "--serve=70000", "--serve=-7")) {
            Result refused = Fw.run("sweep", sweep, "--out", out, wrong);
            assertThat(refused.exitCode()).as(wrong).isEqualTo(2);
            assertThat(refused.err()).startsWith("fw: ");
        }
    }

    @Test
    void what_cannot_be_served_is_said_in_a_line() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        String made = folder.resolve("made").toString();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result refused = Fw.run("serve", made, "--port", String.valueOf(taken.getLocalPort()));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).hasLineCount(1).contains("cannot listen", "port " + taken.getLocalPort());
        }
        for (String[] wrong : new String[][] {
            {folder.resolve("nothing").toString()},
            {made, "--port", "70000"},
            {made, "--port", "x"},
            {made, "--bind", "no such machine"}
        }) {
            String[] arguments = new String[wrong.length + 1];
            arguments[0] = "serve";
            System.arraycopy(wrong, 0, arguments, 1, wrong.length);
            Result refused = Fw.run(arguments);
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
            assertThat(refused.err()).startsWith("fw: ").doesNotContain("\tat ");
        }
    }

    @Test
    void a_browser_sees_a_sweep_from_its_first_update_to_its_figures() throws Exception {
        try (Browser browser = Browser.start(folder)) {
            Path log = folder.resolve("sweep.log");
            String sweep =
                    Files.writeString(folder.resolve("watched.yaml"), SWEEP).toString();
            String out = folder.resolve("watched").toString();
            Process training = Fw.start(
                    log, ChildJava.LIGHT, "sweep", sweep, "--master", "local[2]", "--out", out, "--quiet", "--serve=0");
            browser.show(1280, 900, "light");
            browser.open(address(training, log)); // that server ends with the sweep; another one goes on
            browser.await("document.querySelector('#live-running .card polyline') !== null");
            Path other = folder.resolve("serve.log");
            Process server = serve(other, folder.toString(), "--port", "0");
            try {
                browser.open(address(server, other));
                browser.await("document.querySelector('#sweep-watched') !== null");
                browser.click("#sweep-watched");
                browser.await("document.querySelector('#live-running .card polyline') !== null");
                String card = (String) browser.script("document.querySelector('#live-running .card').id");
                browser.script("window.before = document.getElementById('live-running').innerHTML");
                browser.await("document.getElementById('live-running').innerHTML !== window.before");
                browser.click("#" + card);
                browser.await("document.querySelector('#trial figure svg') !== null");
                browser.script("window.before = document.querySelector('#trial').innerHTML");
                browser.await("document.querySelector('#trial').innerHTML !== window.before");
                browser.open(address(server, other) + "watched/");
                end(training);
                browser.await("document.getElementById('line').textContent.startsWith('Interrupted: 0 of 4')");
                ResultsDirectory results = ResultsDirectory.at(out, ResultsDirectory.hadoop());
                for (Trial trial : results.sweep().trials()) {
                    MadeUp.noisy(results, trial);
                }
                browser.await("document.getElementById('line').textContent.startsWith('Finished: all 4')");
                browser.await("document.querySelector('#learning-curves svg') !== null");
                assertThat(browser.console()).isEmpty();
            } finally {
                end(training);
                end(server);
            }
        }
    }

    @Test
    void trials_are_filtered_while_typing_and_sorted_and_nothing_scrolls_sideways() throws Exception {
        MadeUp.grid(folder.resolve("made"));
        Path log = folder.resolve("serve.log");
        Process server = serve(log, folder.resolve("made").toString(), "--port", "0");
        try (Browser browser = Browser.start(folder)) {
            String address = address(server, log);
            for (int width : new int[] {1280, 390}) {
                browser.show(width, 844, width == 390 ? "dark" : "light");
                for (String page : List.of("made/", "made/trials")) {
                    browser.open(address + page);
                    browser.await("document.getElementById('line').textContent.includes('11 of 12')");
                    if (page.equals("made/")) {
                        browser.await("document.querySelector('#machines') !== null");
                    } else {
                        browser.await("document.querySelectorAll('#trials tbody tr').length === 12");
                    }
                    assertThat((Long) browser.script("document.documentElement.scrollWidth"))
                            .isLessThanOrEqualTo(width);
                    assertThat(browser.all("td, th, .kicker, .card"))
                            .allMatch(element -> Double.parseDouble(
                                            element.getCssValue("font-size").replace("px", ""))
                                    >= 11);
                }
            }
            browser.find("#q").sendKeys("irnn");
            browser.await("document.querySelectorAll('#trials tbody tr').length === 6");
            assertThat(browser.script("document.activeElement.id")).isEqualTo("q");
            browser.find("#sort-test-error-").sendKeys(Keys.ENTER);
            browser.await("document.querySelector('#sort-test-error-').closest('th').ariaSort === 'ascending'");
            assertThat(browser.script("document.activeElement.id")).isEqualTo("sort-test-error-");
            assertThat((String) browser.script("location.search")).contains("q=irnn", "sort=test");
            browser.click("#trials tbody a");
            browser.await("document.querySelector('#again code') !== null");
            assertThat(browser.find("#again code").getText()).startsWith("fw reproduce " + folder.resolve("made"));
            assertThat((Long) browser.script("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
            assertThat(browser.console()).isEmpty();
        } finally {
            end(server);
        }
    }
}
