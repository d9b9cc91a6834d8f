package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.results.LiveSweep;
import fwlstm.results.ProgressFile;
import fwlstm.results.RecordedTrials;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.RunProgress;
import fwlstm.results.SweepCounts;
import fwlstm.results.SweepLock;
import fwlstm.sweep.Sweep;
import fwlstm.train.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the progress of a sweep. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Shows the progress of a sweep.%n",
        description = {
            "Counts the trials of a sweep that are done, diverged, failed, stopped by its search, and"
                    + " remaining. While the sweep runs, also shows where it runs, its speed, the time left,"
                    + " and the trials in training.",
            "Works from any terminal or machine, while the sweep runs, after it was interrupted, and when it is"
                    + " finished.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw status results/quickstart",
            "  watch fw status results/quickstart",
            "  fw status results/quickstart --json"
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DirectoryArgument directory;

    @Option(names = "--json", description = "For programs: prints one JSON object. docs/programs.md has its keys.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory results = directory.existing();
        Sweep sweep = results.sweep();
        Optional<LiveSweep> live = ProgressFile.read(results);
        Map<String, Status> recorded = RecordedTrials.of(results);
        SweepCounts counts = SweepCounts.of(sweep, recorded);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StatusObject.of(sweep.name(), counts, SweepLock.holder(results), live));
            return 0;
        }
        out.println(sweep.name() + ": " + text(counts));
        long others = recorded.size() - counts.recorded();
        if (others > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d more %s recorded that the sweep file no longer asks for%n",
                    others,
                    others == 1 ? "trial is" : "trials are");
        }
        SweepLock.holder(results).ifPresent(holder -> show(holder, live, out));
        return 0;
    }

    private static String text(SweepCounts counts) {
        List<String> parts = new ArrayList<>(List.of(counts.trials() + " trials"));
        counts.byStatus().forEach((status, count) -> {
            if (count > 0 || status != Status.STOPPED) { // only searches stop trials
                parts.add(count + " " + Settings.key(status));
            }
        });
        parts.add(counts.remaining() + " remaining");
        return String.join(", ", parts);
    }

    private static void show(SweepLock.Holder holder, Optional<LiveSweep> live, PrintWriter out) {
        String where = "process " + holder.process() + " on " + holder.host();
        if (!holder.lives()) {
            String last = live.map(beat -> ", last heard of at " + Instant.ofEpochMilli(beat.at()) + " by its clock,")
                    .orElse("");
            out.println("not running: " + where + last + " is gone; the same fw sweep resumes it");
            return;
        }
        live.filter(beat -> beat.process() == holder.process())
                .ifPresentOrElse(
                        beat -> show(where, beat, out), () -> out.println("running (" + where + "): starting"));
    }

    private static void show(String where, LiveSweep beat, PrintWriter out) {
        RunProgress run = beat.run();
        if (run.trials() == null) {
            out.println("running (" + where + "): starting");
            return;
        }
        out.printf(
                Locale.ROOT,
                "running (%s): %d trials to train in this run%s%s%s%s, %.0f %%; %d at once, %s%n",
                where,
                run.trials(),
                counts(", ", run.ended()),
                count(run.takenUp(), " resumed" + counts(" of them ", run.takenUpEnded())),
                count(run.paused(), " paused"),
                count(run.repeated(), " attempts repeated"),
                100 * (run.fraction() == null ? 0 : run.fraction()),
                run.slots(),
                ProgressText.pace(run.updatesPerSecond(), run.secondsLeft()));
        run.running().forEach(trial -> out.println("  " + trial));
    }

    private static String count(Integer count, String what) {
        return count == null || count == 0 ? "" : ", " + count + what;
    }

    private static String counts(String prefix, Map<String, Integer> counts) {
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", ", prefix, ""));
    }
}
