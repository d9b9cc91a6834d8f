package fwlstm.cli;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.results.Plan;
import fwlstm.results.RecordedTrials;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.SweepBackend;
import fwlstm.sweep.Estimate;
import fwlstm.sweep.Search;
import fwlstm.sweep.SearchScheduler;
import fwlstm.sweep.Sweep;
import fwlstm.text.Seconds;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lines that {@code fw sweep} prints before it trains. */
final class Announcement {
    private Announcement() {}

    /** The trials to train. */
    static List<String> ofPlan(Sweep sweep, Plan plan, String directory) {
        List<String> lines = new ArrayList<>();
        int trials = sweep.trials().size();
        int missing = plan.trials().size();
        String again = plan.again() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %,d of them again after they %s",
                        plan.again(),
                        plan.scheduler() instanceof SearchScheduler ? "failed" : "failed or were stopped");
        String takenUp = plan.takenUp().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %,d that %s stopped to resume",
                        plan.takenUp().size(),
                        plan.takenUp().size() == 1 ? "was" : "were");
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d trials, %,d recorded, %,d to train%s%s; results in %s",
                sweep.name(),
                trials,
                trials - missing,
                missing,
                again,
                takenUp,
                directory));
        String pairs = values(sweep, trial -> trial.task().pairs());
        if (sweep.trials().stream().anyMatch(trial -> trial.data().testPairs() != null)) {
            pairs += "; tested at "
                    + values(sweep, trial -> trial.data().testTask(trial.task()).pairs());
        }
        lines.add(String.format(
                Locale.ROOT,
                "task %s; pairs %s; cell %s; hidden %s; %,d seeds",
                values(sweep, trial -> Settings.key(trial.task().name())),
                pairs,
                values(sweep, trial -> trial.cell().name()),
                values(sweep, trial -> trial.cell().layers().hidden()),
                sweep.trials().stream().map(Trial::seed).distinct().count()));
        if (sweep.search() instanceof Search.Drawing) {
            int configurations = sweep.studies().stream()
                    .mapToInt(study -> study.configurations().size())
                    .sum();
            lines.add(String.format(
                    Locale.ROOT,
                    "search %s: %,d configurations in %,d %s",
                    Settings.key(sweep.search().getClass().getSimpleName()),
                    configurations,
                    sweep.studies().size(),
                    sweep.studies().size() == 1 ? "study" : "studies"));
        }
        if (!plan.mayGoOn().isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d trials that an earlier search stopped resume if this search promotes them",
                    plan.mayGoOn().size()));
        }
        return lines;
    }

    /** Trials of a sweep that keeps models that will have none, since they were done before it kept them. */
    static List<String> ofModels(Sweep sweep, ResultsDirectory results) throws IOException {
        Set<String> kept = results.models().ids();
        Map<String, Status> recorded = RecordedTrials.of(results);
        long without = sweep.trials().stream()
                .map(Trial::id)
                .filter(id -> recorded.get(id) == Status.DONE && !kept.contains(id))
                .count();
        return without == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%,d %s done without --keep-best: no model of %s",
                        without,
                        without == 1 ? "trial was" : "trials were",
                        without == 1 ? "it" : "them"));
    }

    /** The expected cost: an estimate on CPUs; on GPUs nothing is known before the first pack has ended. */
    static List<String> ofWork(SweepBackend used, Sweep sweep, Plan plan, Cores cores) {
        if (plan.isEmpty()) {
            return List.of();
        }
        Estimate estimate = Estimate.of(plan.work(sweep), Providers.chosen(), cores.count());
        String more = plan.mayGoOn().isEmpty() ? "" : " besides those of stopped trials that resume";
        // Executors of a cluster train with their own Java.
        List<String> lines = new ArrayList<>(used.isGpu() || !cores.areHere() ? List.of() : Providers.hindrances());
        lines.add(
                used.isGpu()
                        ? String.format(Locale.ROOT, "at most %,d updates%s; %s", estimate.updates(), more, used.text())
                        : String.format(
                                Locale.ROOT,
                                "at most %,d updates%s, roughly %s on %s; %s",
                                estimate.updates(),
                                more,
                                Seconds.text(estimate.seconds()),
                                cores.text(),
                                used.text()));
        return lines;
    }

    private static String values(Sweep sweep, Function<Trial, Object> value) {
        return sweep.trials().stream()
                .map(value)
                .distinct()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }
}
