package fwlstm.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.Trial;
import fwlstm.text.Html;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The pages by their addresses:
 *
 * <pre>
 * /                        all sweeps, or the only one
 * /SWEEP/                  progress, results and figures of a sweep
 * /SWEEP/live              what has changed, for the script
 * /SWEEP/results           the results and figures alone
 * /SWEEP/figures/NAME.svg  a figure's file
 * /SWEEP/trials            the table of trials
 * /SWEEP/trials/ID         a trial
 * /_/…                     style, script, and what has changed in the list of sweeps
 * </pre>
 *
 * Names in addresses are looked up among known sweeps, trials and figures.
 */
final class Site implements AutoCloseable {
    /** How long a page waits for what is being read. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    /** The requests that may read a trial's record at the same time. */
    private static final int MOST_READING = 4;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTHING = "There is no such page here.";

    private final Sweeps sweeps;
    private final SweepList list;
    private final Semaphore reading = new Semaphore(MOST_READING);
    private final Answer script = Answer.of("text/javascript; charset=utf-8", Pages.script());
    private final Answer style = Answer.of("text/css; charset=utf-8", Pages.stylesheet());

    Site(Sweeps sweeps) {
        this.sweeps = sweeps;
        list = new SweepList(sweeps);
        sweeps.single().ifPresent(sweep -> sweep.snapshot(Duration.ZERO)); // so that it is ready when asked for
    }

    Answer answer(Request request) throws IOException {
        List<String> path = request.path();
        String first = path.get(0);
        if (path.equals(List.of(""))) {
            return sweeps.single().map(sweep -> Answer.at(base(sweep))).orElseGet(() -> Answer.html(list.page()));
        } else if (first.equals("_")) {
            return path.size() != 2
                    ? nothing()
                    : switch (path.get(1)) {
                        case "page.js" -> script;
                        case "style.css" -> style;
                        case "live" -> live(Map.of("list", list.html()), Map.of());
                        default -> nothing();
                    };
        }
        Optional<ServedSweep> sweep = sweeps.find(first);
        if (sweep.isEmpty()) {
            return nothing();
        } else if (path.size() == 1) {
            return Answer.at(base(sweep.get()));
        }
        return answer(sweeps.opened(sweep.get()), path.subList(1, path.size()), request);
    }

    private Answer answer(ServedSweep sweep, List<String> path, Request request) throws IOException {
        String page = path.get(0);
        if (path.size() == 1) {
            return switch (page) {
                case "" -> Answer.html(sweepPage(sweep));
                case "live" -> live(sweep);
                case "results" -> Answer.html(results(sweep));
                case "trials" ->
                    trials(
                            sweep,
                            TrialQuery.of(request),
                            !request.parameter("part").isEmpty());
                default -> nothing();
            };
        } else if (path.size() == 2 && page.equals("trials")) {
            return trial(sweep, path.get(1), !request.parameter("part").isEmpty());
        } else if (path.size() == 2 && page.equals("figures")) {
            return figure(sweep, path.get(1));
        }
        return nothing();
    }

    private static Answer nothing() {
        return Answer.html(404, Pages.message("Not found", NOTHING));
    }

    /** The address of a sweep. */
    static String base(ServedSweep sweep) {
        return "/" + Request.encoded(sweep.name()) + "/";
    }

    /** What the script asks for again and again: the parts of the page that change, and the versions of others. */
    private static Answer live(Map<String, String> parts, Map<String, String> versions) {
        try {
            return Answer.of(
                    "application/json",
                    JSON.writeValueAsBytes(Map.of("parts", new TreeMap<>(parts), "versions", new TreeMap<>(versions))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts must be writable", e);
        }
    }

    private Answer live(ServedSweep sweep) {
        LiveView view = view(sweep);
        Map<String, String> parts = new HashMap<>(view.parts());
        parts.put("live-problems", problems(sweep));
        return live(parts, versions(sweep, view));
    }

    private static Map<String, String> versions(ServedSweep sweep, LiveView view) {
        String snapshot = sweep.snapshot(Duration.ZERO).version();
        return Map.of(
                "results",
                sweep.report(Duration.ZERO).version(),
                "trials",
                snapshot + "." + Integer.toHexString(view.ids().hashCode()),
                "live",
                snapshot + "." + view.version());
    }

    private static LiveView view(ServedSweep sweep) {
        SweepSnapshot snapshot = sweep.snapshot(Duration.ZERO).value();
        return LiveView.of(base(sweep), snapshot == null ? null : snapshot.counts(), sweep);
    }

    /** Sentences about what cannot be read. */
    private static String problems(ServedSweep sweep) {
        List<String> sentences = new ArrayList<>();
        Refreshed.State<SweepSnapshot> snapshot = sweep.snapshot(Duration.ZERO);
        Refreshed.State<RenderedReport> report = sweep.report(Duration.ZERO);
        for (String problem : new String[] {snapshot.problem(), report.problem()}) {
            if (problem != null) {
                sentences.add(problem);
            }
        }
        if (report.value() != null) {
            sentences.addAll(report.value().problems());
        } else if (snapshot.value() != null) {
            sentences.addAll(snapshot.value().tables().problems());
        }
        return Pages.part(
                "problems", Map.of("sentences", sentences.stream().distinct().toList()));
    }

    private String sweepPage(ServedSweep sweep) {
        SweepSnapshot snapshot = sweep.snapshot(PATIENCE).value();
        if (snapshot != null) {
            sweep.report(PATIENCE);
        }
        LiveView view = view(sweep);
        Map<String, Object> values = new HashMap<>(view.parts());
        values.put("live-problems", problems(sweep));
        values.put("directory", sweep.directory());
        values.put("base", base(sweep));
        values.put("results", results(sweep));
        values.put("version", versions(sweep, view).get("results"));
        values.put("title", title(sweep));
        Map<String, Object> frame = frame(sweep);
        frame.put("body", Pages.part("sweep", values));
        frame.put("reload", sweep.report(Duration.ZERO).isPending());
        return Pages.page(title(sweep), frame);
    }

    private static String title(ServedSweep sweep) {
        SweepSnapshot snapshot = sweep.snapshot(Duration.ZERO).value();
        return snapshot == null ? sweep.name() : snapshot.tables().sweep().name();
    }

    private Map<String, Object> frame(ServedSweep sweep) {
        Map<String, Object> values = new HashMap<>();
        values.put("live", base(sweep) + "live");
        values.put("several", sweeps.single().isEmpty());
        return values;
    }

    private static String results(ServedSweep sweep) {
        RenderedReport report = sweep.report(Duration.ZERO).value();
        Map<String, Object> values = new HashMap<>();
        values.put("parts", report == null ? List.of() : report.parts());
        values.put("pending", report == null);
        values.put("sentence", report == null ? null : report.report().sentence());
        return Pages.part("results", values);
    }

    private Answer figure(ServedSweep sweep, String name) throws IOException {
        RenderedReport report = sweep.report(PATIENCE).value();
        Optional<byte[]> file = report == null ? Optional.empty() : report.file(name);
        if (file.isEmpty()) {
            return nothing();
        }
        String type = name.endsWith(".svg") ? "image/svg+xml" : name.endsWith(".png") ? "image/png" : "text/csv";
        return Answer.of(type + (type.startsWith("text") ? "; charset=utf-8" : ""), file.get());
    }

    private Answer trials(ServedSweep sweep, TrialQuery query, boolean part) {
        Refreshed.State<SweepSnapshot> snapshot = sweep.snapshot(PATIENCE);
        LiveView view = view(sweep);
        String table = snapshot.value() == null
                ? "<p>" + Html.escaped(view.line()) + "</p>"
                : TrialTable.html(base(sweep), snapshot.value(), query, view.ids());
        if (part) {
            return Answer.html(table);
        }
        Map<String, Object> values = new HashMap<>();
        values.put("title", title(sweep));
        values.put("base", base(sweep));
        values.put("words", query.words());
        values.put("sort", query.sort());
        values.put("order", query.descending() ? "desc" : "");
        values.put("address", query.address());
        values.put("version", versions(sweep, view).get("trials"));
        values.put("table", table);
        values.put("live-problems", problems(sweep));
        values.putAll(view.parts());
        Map<String, Object> frame = frame(sweep);
        frame.put("body", Pages.part("trials", values));
        frame.put("wide", true);
        return Answer.html(Pages.page("Trials of " + title(sweep), frame));
    }

    private Answer trial(ServedSweep sweep, String id, boolean part) throws IOException {
        SweepSnapshot snapshot = sweep.snapshot(PATIENCE).value();
        Trial trial = snapshot == null ? null : snapshot.trials().get(id);
        if (trial == null) {
            String sentence = snapshot == null
                    ? Objects.requireNonNullElse(sweep.snapshot(Duration.ZERO).problem(), "Reading the results…")
                    : "The sweep file asks for no trial of this id.";
            return Answer.html(snapshot == null ? 503 : 404, Pages.message("No trial to show", sentence));
        }
        LiveView view = view(sweep);
        String html = read(sweep, snapshot, trial, view);
        if (html == null) {
            return Answer.html(503, Pages.message("Busy", "Other trials are being read; try again soon."));
        } else if (part) {
            return Answer.html(html);
        }
        Map<String, Object> values = new HashMap<>(view.parts());
        values.put("label", trial.label());
        values.put("id", id);
        values.put("base", base(sweep));
        values.put("title", title(sweep));
        values.put("trial", html);
        values.put("version", versions(sweep, view).get("live"));
        values.put("live-problems", problems(sweep));
        Map<String, Object> frame = frame(sweep);
        frame.put("body", Pages.part("trial-page", values));
        return Answer.html(Pages.page(trial.label(), frame));
    }

    /** Null if too many are being read. */
    private String read(ServedSweep sweep, SweepSnapshot snapshot, Trial trial, LiveView view) throws IOException {
        try {
            if (!reading.tryAcquire(5, TimeUnit.SECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        try {
            return TrialPage.of(sweep, snapshot, trial, view).html();
        } finally {
            reading.release();
        }
    }

    @Override
    public void close() {
        sweeps.close();
    }
}
