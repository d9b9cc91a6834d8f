package fwlstm.serve;

import fwlstm.results.Listing;
import fwlstm.results.RecordedTrials;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.SweepCounts;
import java.io.IOException;

/**
 * What the list of sweeps shows of one.
 *
 * @param listing the files that it was read from
 */
record SweepSummary(Listing listing, SweepCounts counts) {
    static SweepSummary read(ResultsDirectory results, SweepSummary before) throws IOException {
        SweepSnapshot.require(results);
        Listing now = Listing.of(results);
        return before != null && before.listing.equals(now)
                ? before
                : new SweepSummary(now, SweepCounts.of(results.sweep(), RecordedTrials.of(results)));
    }
}
