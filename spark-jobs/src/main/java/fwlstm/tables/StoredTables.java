package fwlstm.tables;

import fwlstm.results.Listing;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredResults;
import java.io.IOException;

/**
 * What a results directory holds at one moment.
 *
 * @param listing what it was made of before it was read
 * @param stored the trials and their curves
 * @param configurations these over their seeds
 */
public record StoredTables(Listing listing, StoredResults stored, ConfigurationTable configurations) {
    public static StoredTables read(ResultsDirectory results) throws IOException {
        Listing listing = Listing.of(results);
        StoredResults stored = StoredResults.of(results);
        return new StoredTables(listing, stored, ConfigurationTable.read(results, stored, results.sweep()));
    }
}
