package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.spark.SweepProgress.Moment;
import fwlstm.spark.TrialProgress;
import fwlstm.text.Seconds;
import fwlstm.train.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The progress of a sweep, in words. */
final class ProgressText {
    private static final int MOST_SHOWN = 3;

    private ProgressText() {}

    /** The number of trials that have ended, and of those that ended badly. */
    static String counts(Moment now) {
        String text = now.done() + "/" + now.trials() + " trials";
        text += now.takenUp() == 0 ? "" : ", " + now.takenUpDone() + "/" + now.takenUp() + " resumed";
        text += now.paused() == 0 ? "" : ", " + now.paused() + " paused";
        for (Status status : List.of(Status.DIVERGED, Status.FAILED)) {
            int count = now.ended().getOrDefault(status, 0) + now.takenUpEnded().getOrDefault(status, 0);
            text += count == 0 ? "" : ", " + count + " " + Settings.key(status);
        }
        return text + (now.repeated() == 0 ? "" : ", " + now.repeated() + " attempts repeated");
    }

    /** Throughput and time left, in words. */
    static String pace(Double updatesPerSecond, Double secondsLeft) {
        String speed = String.format(Locale.ROOT, "%,.0f updates/s", updatesPerSecond == null ? 0 : updatesPerSecond);
        return secondsLeft == null ? speed : speed + ", " + left(secondsLeft);
    }

    /** The time left, in words. */
    static String left(double seconds) {
        return "about " + Seconds.text(seconds) + " left";
    }

    /** The first few running trials, and how many more; empty if there are none. */
    static String running(Moment now, String prefix) {
        if (now.running().isEmpty()) {
            return "";
        }
        String shown = now.running().stream()
                .limit(MOST_SHOWN)
                .map(TrialProgress::text)
                .collect(Collectors.joining("; "));
        int more = now.running().size() - MOST_SHOWN;
        return prefix + shown + (more > 0 ? "; " + more + " more" : "");
    }

    /** The status of all ended trials; those that an earlier search had stopped are not counted again. */
    static String summary(Moment now) {
        List<String> parts = new ArrayList<>();
        if (now.trials() > 0) {
            parts.add("trained: " + summary(now.ended()));
        }
        if (now.takenUp() > 0) {
            parts.add("resumed: " + summary(now.takenUpEnded()));
        }
        if (now.repeated() > 0) {
            parts.add(now.repeated() + " attempts failed and were repeated");
        }
        return String.join("; ", parts);
    }

    private static String summary(Map<Status, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + Settings.key(entry.getKey()))
                .collect(Collectors.joining(", "));
    }
}
