package fwlstm.sweep;

import fwlstm.config.Trial;
import java.util.List;

/**
 * A named set of trials.
 *
 * @param name lower-case letters, digits, '-' and '_'; names the results directory
 * @param trials distinct, in the order of the sweep file: by task, cell, training, data, then seed
 * @param source the sweep file as it counts, overrides included: reading it again gives this sweep
 */
public record Sweep(String name, List<Trial> trials, String source) {
    public Sweep {
        trials = List.copyOf(trials);
    }
}
