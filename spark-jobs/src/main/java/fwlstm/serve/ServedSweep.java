package fwlstm.serve;

import fwlstm.results.ResultsDirectory;
import fwlstm.results.SweepLock;
import fwlstm.text.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A sweep that is served: what was read of its directory, as far as someone asked for it. */
final class ServedSweep {
    /** The shortest time between two readings of the results. */
    private static final Duration RESULTS = Duration.ofSeconds(2);

    /** The shortest time between two readings of the progress. */
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    /** Reading takes at most about this part of the time. */
    private static final int PART = 10;

    private final String name;
    private final String directory;
    private final ResultsDirectory results;
    private final Refreshed<SweepSummary> summary;
    private final Refreshed<SweepSnapshot> snapshot;
    private final Refreshed<RenderedReport> report;
    private final Refreshed<Progress> progress;
    private final Refreshed<Optional<SweepLock.Holder>> holder;

    /**
     * A sweep of which nothing has been read.
     *
     * @param directory the results directory as the user would name it
     * @param results the same, for reading
     */
    ServedSweep(String name, String directory, ResultsDirectory results, Executor readers) {
        this.name = name;
        this.directory = directory;
        this.results = results;
        summary = new Refreshed<>(before -> SweepSummary.read(results, before), readers, RESULTS, PART);
        snapshot = new Refreshed<>(before -> SweepSnapshot.read(results, before), readers, RESULTS, PART);
        report = new Refreshed<>(this::render, readers, RESULTS, PART);
        progress = new Refreshed<>(before -> Progress.read(results, before), readers, PROGRESS, PART);
        // Finding out whether a process elsewhere lives takes ten seconds, which are spent waiting.
        holder = new Refreshed<>(before -> SweepLock.holder(results), readers, RESULTS, 0);
    }

    String name() {
        return name;
    }

    String directory() {
        return directory;
    }

    ResultsDirectory results() {
        return results;
    }

    Refreshed.State<SweepSummary> summary(Duration patience) {
        return summary.get(patience);
    }

    Refreshed.State<SweepSnapshot> snapshot(Duration patience) {
        return snapshot.get(patience);
    }

    /** Made of the snapshot, as soon as there is one. */
    Refreshed.State<RenderedReport> report(Duration patience) {
        return snapshot.get().value() == null ? new Refreshed.State<>(null, null, "0") : report.get(patience);
    }

    Refreshed.State<Progress> progress(Duration patience) {
        return progress.get(patience);
    }

    /** The process that runs the sweep, or was killed while it did; a null value as long as that is not known. */
    Refreshed.State<Optional<SweepLock.Holder>> holder(Duration patience) {
        return holder.get(patience);
    }

    private RenderedReport render(RenderedReport before) throws IOException {
        SweepSnapshot newest = snapshot.get().value();
        if (newest == null) {
            return before;
        }
        return before != null && before.snapshot() == newest
                ? before
                : RenderedReport.of(newest, "fw report " + Shell.words(List.of(directory)));
    }

    /** Forgets what takes much memory. */
    void drop() {
        snapshot.drop();
        report.drop();
    }
}
