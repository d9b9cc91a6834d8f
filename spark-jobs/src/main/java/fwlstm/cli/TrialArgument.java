package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.results.RecordedTrial;
import fwlstm.results.RecordedTrials;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.util.List;

/** The recorded trial that a command is about. */
final class TrialArgument {
    /** The name of its argument. */
    static final String LABEL = "TRIAL_ID";

    private TrialArgument() {}

    /** The record of a trial, refused if there is none. */
    static RecordedTrial find(ResultsDirectory results, String trialId) throws IOException {
        RecordedTrial recorded = RecordedTrials.find(results, trialId).orElse(null);
        if (recorded == null) {
            List<String> known =
                    RecordedTrials.of(results).keySet().stream().sorted().toList();
            throw ConfigException.of(
                    LABEL,
                    trialId,
                    Settings.didYouMean(trialId, known) + "the id of one of the " + known.size()
                            + " recorded trials, which fw sql DIR \"SELECT trial_id FROM trials\" lists");
        }
        return recorded;
    }
}
