package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.train.BackendName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A named set of trials.
 *
 * @param name lower-case letters, digits, '-' and '_'; names the results directory
 * @param trials distinct, in the order of the sweep file: by task, cell, training, data, configuration, then seed
 * @param search how the trials were chosen, and whether all are trained to the end
 * @param studies what competes with what, in the order of the sweep file; every trial is in one of them. Empty under a
 *     grid, where nothing competes
 * @param backend with which to train; does not matter to what the trials are
 * @param source the sweep file as it counts, overrides included: reading it again gives this sweep
 */
public record Sweep(
        String name, List<Trial> trials, Search search, List<Study> studies, BackendName backend, String source) {
    public Sweep {
        trials = List.copyOf(trials);
        studies = List.copyOf(studies);
    }

    /** The trials of each configuration, by its id, in the order of the sweep file. */
    public Map<String, List<Trial>> trialsByConfiguration() {
        return trials.stream().collect(Collectors.groupingBy(Trial::configId, LinkedHashMap::new, Collectors.toList()));
    }

    /** The label of the study that each configuration is in, by its id; empty under a grid. */
    public Map<String, String> studyLabels() {
        Map<String, String> labels = new HashMap<>();
        studies.forEach(study ->
                study.configurations().forEach(configuration -> labels.put(configuration.configId(), study.label())));
        return labels;
    }
}
