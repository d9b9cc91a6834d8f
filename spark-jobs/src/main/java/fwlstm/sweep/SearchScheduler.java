package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.train.FlopCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scheduler of a search by successive halving. Its unit is the configuration: all of its seeds are trained to a rung,
 * and their mean decides whether all of them are promoted. Results of earlier runs are used and not trained again, so
 * that a killed search resumes where it was.
 */
public final class SearchScheduler implements Scheduler {
    /** The records of earlier runs. */
    @FunctionalInterface
    public interface History {
        /** The score of a trial when it had done {@code until} updates or had ended before. */
        Optional<RungScore> at(String trialId, int until);
    }

    private final History recorded;
    private final Map<Study, SuccessiveHalving> halvings = new LinkedHashMap<>();
    private final Map<String, Step> open = new HashMap<>();
    private final Map<String, RungScore> finished = new HashMap<>();
    private final Map<String, WorkItem> last = new HashMap<>();
    private final List<WorkItem> peeked = new ArrayList<>();
    private double operationsToCome;

    /** The seeds of a configuration on their way to a rung. */
    private final class Step {
        private final SuccessiveHalving halving;
        private final RungRun leg;
        private final Map<String, RungScore> standings = new HashMap<>();

        Step(SuccessiveHalving halving, RungRun leg) {
            this.halving = halving;
            this.leg = leg;
        }

        void reached(String trialId, RungScore standing) {
            standings.put(trialId, standing);
            if (standing.finished()) {
                finished.put(trialId, standing);
            }
            if (standings.size() == leg.configuration().trials().size()) {
                List<RungScore> bySeed = leg.configuration().trials().stream()
                        .map(trial -> standings.get(trial.id()))
                        .toList();
                halving.completed(leg.configuration(), leg.rung(), RungScore.mean(bySeed));
            }
        }
    }

    public SearchScheduler(Collection<Study> studies, Search.Asha search, History recorded) {
        this.recorded = recorded;
        for (Study study : studies) {
            halvings.put(study, new SuccessiveHalving(study, search));
            for (Configuration configuration : study.configurations()) {
                double share = search.expectedUpdates(configuration.train())
                        / configuration.train().updates();
                operationsToCome += configuration.trials().stream()
                        .mapToDouble(trial -> share * FlopCount.ofTrial(trial))
                        .sum();
            }
        }
    }

    /** A preview of the next items of {@link #due()}. */
    public List<WorkItem> peek() {
        peeked.addAll(due());
        return List.copyOf(peeked);
    }

    @Override
    public List<WorkItem> due() {
        List<WorkItem> due = new ArrayList<>(peeked);
        peeked.clear();
        for (SuccessiveHalving halving : halvings.values()) {
            // Known results may immediately make more due.
            for (List<RungRun> legs = halving.due(); !legs.isEmpty(); legs = halving.due()) {
                legs.forEach(leg -> due.addAll(begin(halving, leg)));
            }
        }
        return due;
    }

    /** The trials of a configuration that must be trained for its next rung. */
    private List<WorkItem> begin(SuccessiveHalving halving, RungRun leg) {
        Step step = new Step(halving, leg);
        List<WorkItem> due = new ArrayList<>();
        Map<String, RungScore> known = new LinkedHashMap<>();
        for (Trial trial : leg.configuration().trials()) {
            WorkItem before = last.get(trial.id());
            int from = before == null ? 0 : before.until();
            WorkItem item = new WorkItem(trial, trial.id(), leg.rung(), from, leg.until());
            operationsToCome -= item.cost();
            RungScore end = finished.get(item.id());
            Optional<RungScore> standing = end != null ? Optional.of(end) : recorded.at(item.id(), item.until());
            if (standing.isPresent()) {
                known.put(item.id(), standing.get());
            } else {
                due.add(item);
                open.put(item.id(), step);
            }
            last.put(item.id(), item);
        }
        known.forEach(step::reached);
        return due;
    }

    @Override
    public void ended(WorkItem item, RungScore standing) {
        open.remove(item.id()).reached(item.id(), standing);
    }

    @Override
    public List<WorkItem> stopped() {
        return halvings.values().stream()
                .flatMap(halving -> halving.stopped().stream())
                .flatMap(configuration -> configuration.trials().stream())
                .map(trial -> last.get(trial.id()))
                .filter(item -> !finished.containsKey(item.id()))
                .toList();
    }

    @Override
    public double operationsToCome() {
        return Math.max(0, operationsToCome);
    }
}
