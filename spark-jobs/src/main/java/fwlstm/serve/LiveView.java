package fwlstm.serve;

import fwlstm.config.Settings;
import fwlstm.results.LiveSweep;
import fwlstm.results.RunProgress;
import fwlstm.results.RunningTrial;
import fwlstm.results.SweepCounts;
import fwlstm.results.SweepLock.Holder;
import fwlstm.text.Html;
import fwlstm.text.Seconds;
import fwlstm.text.TextTable;
import fwlstm.train.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a page that change while a sweep runs.
 *
 * @param counts of the recorded trials, or null if they are not known yet
 * @param progress the last heartbeat, or null if it is not known yet
 * @param holder the process that runs the sweep or was killed; null if it is not known yet
 */
record LiveView(String base, SweepCounts counts, Progress progress, Optional<Holder> holder) {
    private static final int MOST_SHOWN = 48;

    /** What is known of a sweep; the first time this waits a little. */
    static LiveView of(String base, SweepCounts counts, ServedSweep sweep) {
        if (sweep.progress(Duration.ZERO).isPending()) {
            sweep.progress(Site.PATIENCE);
        }
        return known(base, counts, sweep);
    }

    /** What is known of a sweep already. */
    static LiveView known(String base, SweepCounts counts, ServedSweep sweep) {
        return new LiveView(
                base,
                counts,
                sweep.progress(Duration.ZERO).value(),
                sweep.holder(Duration.ZERO).value());
    }

    /** Whether a process trains, as far as is known. */
    boolean isRunning() {
        boolean beats = progress != null && progress.beat().isPresent();
        return holder == null ? beats : holder.isPresent() && holder.get().lives();
    }

    /** Its last heartbeat; empty if it is not running, or the heartbeat is of an earlier run. */
    private Optional<LiveSweep> beat() {
        return isRunning() && progress != null
                ? progress.beat()
                        .filter(beat ->
                                holder == null || beat.process() == holder.get().process())
                : Optional.empty();
    }

    private Optional<RunProgress> run() {
        return beat().map(LiveSweep::run);
    }

    /** The trials in training. */
    List<RunningTrial> trials() {
        return beat().isPresent() ? progress.trials() : List.of();
    }

    /** The ids of the trials in training. */
    Set<String> ids() {
        Set<String> ids = new HashSet<>();
        trials().forEach(trial -> ids.add(trial.trialId()));
        return ids;
    }

    /** Changes with every heartbeat. */
    String version() {
        return beat().map(beat -> beat.process() + "." + beat.beat()).orElse("");
    }

    /** Whether a run was killed that had trials left. */
    private boolean isInterrupted() {
        return holder != null && holder.isPresent() && (counts == null || counts.remaining() > 0);
    }

    /** The state of the sweep in a word. */
    String state() {
        if (isRunning()) {
            return "running";
        } else if (isInterrupted()) {
            return "interrupted";
        }
        return counts == null ? "" : counts.remaining() == 0 ? "finished" : "not running";
    }

    /** The progress in a line. */
    String line() {
        if (counts == null) {
            return "Reading the results…";
        }
        String recorded =
                String.format(Locale.ROOT, "%,d of %,d trials are recorded", counts.recorded(), counts.trials());
        if (isRunning()) {
            String part = run().map(RunProgress::fraction)
                    .map(fraction -> String.format(Locale.ROOT, ", %.0f\u00a0%% of this run is done", 100 * fraction))
                    .orElse("");
            return "Running: " + recorded + part + ".";
        } else if (isInterrupted()) {
            return "Interrupted: " + recorded + ". The same fw sweep resumes it.";
        }
        return counts.remaining() == 0
                ? String.format(Locale.ROOT, "Finished: all %,d trials are recorded.", counts.trials())
                : "Not running: " + recorded + ".";
    }

    /** The parts by the ids of their elements. */
    Map<String, String> parts() {
        Map<String, String> parts = new HashMap<>();
        parts.put("live-progress", "<p class=\"lead\" id=\"line\">" + Html.escaped(line()) + "</p>");
        parts.put("live-counts", Pages.part("counts", tiles()));
        parts.put("live-running", Pages.part("running", cards()));
        return parts;
    }

    private Map<String, Object> tiles() {
        List<Map<String, Object>> tiles = new ArrayList<>();
        if (counts != null) {
            int running = Math.min(trials().size(), (int) counts.remaining());
            for (Status status : Status.values()) {
                long count = counts.byStatus().get(status);
                if (count > 0 || status != Status.STOPPED) { // only searches stop trials
                    tiles.add(tile(Settings.key(status), count));
                }
            }
            if (isRunning()) {
                tiles.add(tile("running", running));
            }
            tiles.add(tile("waiting", counts.remaining() - running));
        }
        Map<String, Object> values = new HashMap<>();
        values.put("tiles", tiles);
        values.put("bar", counts == null ? "0" : width(fraction()));
        values.put("pace", run().map(LiveView::pace).orElse(null));
        return values;
    }

    private Map<String, Object> tile(String name, long count) {
        return Map.of(
                "name",
                name,
                "some",
                count > 0,
                "count",
                String.format(Locale.ROOT, "%,d", count),
                "href",
                base + "trials?q=" + name);
    }

    /** The fraction of the sweep that is recorded. */
    private double fraction() {
        return counts.trials() == 0 ? 0 : counts.recorded() / (double) counts.trials();
    }

    private static String width(double fraction) {
        return String.format(Locale.ROOT, "%.1f", 100 * fraction);
    }

    /** Where it runs and how fast. */
    private static String pace(RunProgress run) {
        List<String> parts = new ArrayList<>();
        if (run.trials() == null) {
            return "Starting.";
        }
        parts.add(String.format(Locale.ROOT, "%,d trials to train in this run", run.trials()));
        if (run.slots() != null) {
            parts.add(run.slots() + " at once");
        }
        if (run.updatesPerSecond() != null) {
            parts.add(String.format(Locale.ROOT, "%,.0f updates/s", run.updatesPerSecond()));
        }
        if (run.secondsLeft() != null && run.secondsLeft() > 0) {
            parts.add("about " + Seconds.text(run.secondsLeft()) + " left");
        }
        if (run.paused() != null && run.paused() > 0) {
            parts.add(run.paused() + " paused at a rung of the search");
        }
        if (run.repeated() != null && run.repeated() > 0) {
            parts.add(run.repeated() + " attempts repeated");
        }
        return String.join(", ", parts) + ".";
    }

    private Map<String, Object> cards() {
        List<RunningTrial> trials = trials();
        List<Map<String, Object>> cards = trials.stream()
                .limit(MOST_SHOWN)
                .map(trial -> Map.<String, Object>of(
                        "id",
                        trial.trialId(),
                        "href",
                        base + "trials/" + trial.trialId(),
                        "label",
                        trial.label(),
                        "updates",
                        String.format(Locale.ROOT, "%,d of %,d updates", trial.update(), trial.until()),
                        "accuracy",
                        accuracy(trial),
                        "curve",
                        SmallCurve.svg(trial.curve(), trial.until())))
                .toList();
        Map<String, Object> values = new HashMap<>();
        values.put("cards", cards);
        values.put("all", base + "trials?q=running");
        values.put("more", trials.size() > cards.size() ? trials.size() - cards.size() : null);
        values.put("lines", cards.isEmpty() ? run().map(RunProgress::running).orElse(List.of()) : List.of());
        values.put(
                "none",
                trials.isEmpty() && run().map(live -> live.running().isEmpty()).orElse(true));
        return values;
    }

    private static String accuracy(RunningTrial trial) {
        return trial.curve().isEmpty()
                ? "not evaluated yet"
                : TextTable.number(
                                100
                                        * trial.curve()
                                                .get(trial.curve().size() - 1)
                                                .accuracy(),
                                1)
                        + " %";
    }
}
