package fwlstm.results;

import java.io.IOException;

/** Records as a later fw-lstm would write them. */
public final class Newer {
    private Newer() {}

    /** Publishes a trial whose format this fw-lstm does not know. */
    public static void publish(ResultsDirectory results) throws IOException {
        RecordedTrial entry = RecordedTrial.of("small", Records.record(1));
        entry.trial().put("format_version", RecordFormat.VERSION + 1);
        results.ledger().publish(entry);
    }
}
