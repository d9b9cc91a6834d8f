package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.train.Cost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agenda of a search by successive halving. Its unit is the configuration: all of its seeds are trained to a rung,
 * and their mean decides whether all of them are promoted. Results of earlier runs are used and not trained again, so
 * that a killed search resumes where it was.
 */
public final class SearchAgenda implements Agenda {
    /** The records of earlier runs. */
    @FunctionalInterface
    public interface Recorded {
        /** The score of a trial when it had done {@code until} updates or had ended before. */
        Optional<Standing> at(String trialId, int until);
    }

    private final Recorded recorded;
    private final Map<Study, Halving> halvings = new LinkedHashMap<>();
    private final Map<String, Step> open = new HashMap<>();
    private final Map<String, Standing> finished = new HashMap<>();
    private final Map<String, Assignment> last = new HashMap<>();
    private final List<Assignment> peeked = new ArrayList<>();
    private double operationsToCome;

    /** The seeds of a configuration on their way to a rung. */
    private final class Step {
        private final Halving halving;
        private final Leg leg;
        private final Map<String, Standing> standings = new HashMap<>();

        Step(Halving halving, Leg leg) {
            this.halving = halving;
            this.leg = leg;
        }

        void reached(String trialId, Standing standing) {
            standings.put(trialId, standing);
            if (standing.finished()) {
                finished.put(trialId, standing);
            }
            if (standings.size() == leg.configuration().trials().size()) {
                List<Standing> bySeed = leg.configuration().trials().stream()
                        .map(trial -> standings.get(trial.id()))
                        .toList();
                halving.completed(leg.configuration(), leg.rung(), Standing.mean(bySeed));
            }
        }
    }

    public SearchAgenda(Collection<Study> studies, Search.Asha search, Recorded recorded) {
        this.recorded = recorded;
        for (Study study : studies) {
            halvings.put(study, new Halving(study, search));
            for (Configuration configuration : study.configurations()) {
                double share = search.expectedUpdates(configuration.train())
                        / configuration.train().updates();
                operationsToCome += configuration.trials().stream()
                        .mapToDouble(trial -> share * Cost.ofTrial(trial))
                        .sum();
            }
        }
    }

    /** A preview of the next assignments of {@link #due()}. */
    public List<Assignment> peek() {
        peeked.addAll(due());
        return List.copyOf(peeked);
    }

    @Override
    public List<Assignment> due() {
        List<Assignment> due = new ArrayList<>(peeked);
        peeked.clear();
        for (Halving halving : halvings.values()) {
            // Known results may immediately make more due.
            for (List<Leg> legs = halving.due(); !legs.isEmpty(); legs = halving.due()) {
                legs.forEach(leg -> due.addAll(begin(halving, leg)));
            }
        }
        return due;
    }

    /** The trials of a configuration that must be trained for its next rung. */
    private List<Assignment> begin(Halving halving, Leg leg) {
        Step step = new Step(halving, leg);
        List<Assignment> due = new ArrayList<>();
        Map<String, Standing> known = new LinkedHashMap<>();
        for (Trial trial : leg.configuration().trials()) {
            Assignment before = last.get(trial.id());
            int from = before == null ? 0 : before.until();
            Assignment assignment = new Assignment(trial, trial.id(), leg.rung(), from, leg.until());
            operationsToCome -= assignment.cost();
            Standing end = finished.get(assignment.id());
            Optional<Standing> standing =
                    end != null ? Optional.of(end) : recorded.at(assignment.id(), assignment.until());
            if (standing.isPresent()) {
                known.put(assignment.id(), standing.get());
            } else {
                due.add(assignment);
                open.put(assignment.id(), step);
            }
            last.put(assignment.id(), assignment);
        }
        known.forEach(step::reached);
        return due;
    }

    @Override
    public void ended(Assignment assignment, Standing standing) {
        open.remove(assignment.id()).reached(assignment.id(), standing);
    }

    @Override
    public List<Assignment> stopped() {
        return halvings.values().stream()
                .flatMap(halving -> halving.stopped().stream())
                .flatMap(configuration -> configuration.trials().stream())
                .map(trial -> last.get(trial.id()))
                .filter(assignment -> !finished.containsKey(assignment.id()))
                .toList();
    }

    @Override
    public double operationsToCome() {
        return Math.max(0, operationsToCome);
    }
}
