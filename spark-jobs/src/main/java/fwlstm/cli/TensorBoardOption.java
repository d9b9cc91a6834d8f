package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.results.Entry;
import fwlstm.results.RecordedRows;
import fwlstm.results.ResultsDirectory;
import fwlstm.table.StoredTables;
import fwlstm.tensorboard.TrialEvents;
import fwlstm.train.CurvePoint;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that writes learning curves for TensorBoard. */
final class TensorBoardOption {
    private static final System.Logger LOG = System.getLogger("fwlstm.cli");

    @Option(
            names = "--tensorboard",
            paramLabel = "FOLDER",
            description =
                    "Writes learning curves for TensorBoard below this folder of this machine, a run for each trial:"
                            + " losses, accuracy, learning rate. Default: none are written.")
    private Path folder;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private boolean warned;
    private final List<CurvePoint> curve = new ArrayList<>();
    private Instant start; // null before the first point

    boolean isGiven() {
        return folder != null;
    }

    /** Makes the folder, or refuses. */
    void prepare() {
        try {
            if (folder != null && !Files.isWritable(Files.createDirectories(folder))) {
                throw new IOException("not writable");
            }
        } catch (IOException e) {
            throw ConfigException.of("--tensorboard", folder, "a folder that can be written");
        }
    }

    /** A trial that is trained in this process has one more point. */
    void evaluated(Trial trial, CurvePoint point) {
        if (folder == null) {
            return;
        }
        if (curve.isEmpty()) {
            start = Instant.now().minusMillis(Math.round(1000 * point.seconds()));
        }
        curve.add(point);
        write(new TrialEvents(trial, start, curve));
    }

    /** That trial has ended; its curve includes what an earlier run of it left in a checkpoint. */
    void ended(TrialRecord record) {
        if (folder != null) {
            write(new TrialEvents(record.trial(), start == null ? Instant.now() : start, record.curve()));
        }
    }

    /** Curves are a by-product: that they cannot be written is said once and hinders nothing. */
    private void write(TrialEvents events) {
        try {
            events.write(folder);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no events for TensorBoard", e);
            if (!warned) {
                warned = true;
                spec.commandLine()
                        .getErr()
                        .println("fw: no learning curves for TensorBoard in " + folder + ", or not all: "
                                + Sentence.of(e));
            }
        }
    }

    /**
     * The curve of a trial that has just ended. What cannot be written now, or is no longer in the ledger, is written when
     * the sweep ends.
     */
    void writeEnded(ResultsDirectory results, String trialId) {
        try {
            Optional<Entry> entry = results.ledger().entry(trialId);
            if (entry.isPresent()) {
                events(
                                entry.get().trial(),
                                entry.get().curve().stream()
                                        .map(RecordedRows::point)
                                        .toList())
                        .write(folder);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "no events for TensorBoard yet", e);
        }
    }

    /** The curves of all recorded trials. */
    void writeAll(StoredTables tables) throws IOException {
        if (folder == null) {
            return;
        }
        List<Map<String, Object>> trials = tables.rows().trials(name -> true);
        Map<String, List<CurvePoint>> curves = tables.curves(
                trials.stream().map(trial -> (String) trial.get("trial_id")).collect(Collectors.toSet()));
        trials.forEach(trial -> write(events(trial, curves.getOrDefault(trial.get("trial_id"), List.of()))));
    }

    private static TrialEvents events(Map<String, Object> trial, List<CurvePoint> curve) {
        Instant finished = (Instant) trial.get("finished_at");
        // The times of a trial that was interrupted count as if it had not been.
        Instant began = finished.minusMillis(Math.round(1000 * (Double) trial.get("train_seconds")));
        return new TrialEvents(Trial.of(trial), began, curve);
    }
}
