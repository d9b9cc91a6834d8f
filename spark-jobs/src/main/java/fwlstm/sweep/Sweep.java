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
 * @param studies the groups of competing configurations, in the order of the sweep file; every trial is in one of them.
 *     Empty under a grid, where nothing competes
 * @param backend the backend to train with, which is not part of the trials' identities
 * @param source the effective sweep file, with overrides: reading it again gives this sweep
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

    /** The label of each configuration's study, by the configuration's id; empty under a grid. */
    public Map<String, String> studyLabels() {
        Map<String, String> labels = new HashMap<>();
        studies.forEach(study ->
                study.configurations().forEach(configuration -> labels.put(configuration.configId(), study.label())));
        return labels;
    }
}
