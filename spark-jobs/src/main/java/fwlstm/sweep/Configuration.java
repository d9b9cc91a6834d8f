package fwlstm.sweep;

import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.util.List;

/**
 * A drawn configuration: trials that differ only in their seeds.
 *
 * @param configId of every one of its trials
 * @param index number of the draw in its study, from 0; draws that repeat an earlier one leave a gap
 * @param trials one for each seed
 */
public record Configuration(String configId, int index, List<Trial> trials) {
    public Configuration {
        trials = List.copyOf(trials);
    }

    /** The training settings of all its trials. */
    public TrainConfig train() {
        return trials.get(0).train();
    }
}
