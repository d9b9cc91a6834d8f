package fwlstm.tensorboard;

import fwlstm.config.Settings;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.io.WholeFile;
import fwlstm.train.CurvePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The learning curve of a trial as a TensorBoard run: the scalars {@code train_loss}, {@code validation_loss}, {@code
 * validation_accuracy} and {@code learning_rate} by update, and the configuration as a text.
 *
 * @param start when training started; times of the points are relative to it
 * @param curve evaluations so far, in order
 */
public record TrialEvents(Trial trial, Instant start, List<CurvePoint> curve) {
    public TrialEvents {
        curve = List.copyOf(curve);
    }

    /** The name of the run: the trial in words, and the first half of its id. */
    public String run() {
        return String.format(
                Locale.ROOT,
                "%s-%s-pairs%d-hidden%d-seed%d-%s",
                trial.cell().name(),
                Settings.key(trial.task().name()),
                trial.task().pairs(),
                trial.cell().layers().hidden(),
                trial.seed(),
                trial.id().substring(0, 8));
    }

    /**
     * Writes the one event file of the run below a folder. An existing file is extended if it is a prefix of this
     * curve, since TensorBoard may be reading it, and replaced if not: no point ever occurs twice.
     */
    public void write(Path folder) throws IOException {
        Path file = Files.createDirectories(folder.resolve(run())).resolve("events.out.tfevents." + trial.id());
        byte[] content = content();
        byte[] old = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        if (old.length <= content.length && Arrays.equals(old, Arrays.copyOf(content, old.length))) {
            Files.write(
                    file,
                    Arrays.copyOfRange(content, old.length, content.length),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } else {
            WholeFile.write(file, content);
        }
    }

    private byte[] content() {
        EventFile events = new EventFile(time(0));
        events.text(time(0), "configuration", configuration());
        for (CurvePoint point : curve) {
            events.scalars(time(point.seconds()), point.update(), scalars(point));
        }
        return events.toBytes();
    }

    private double time(double seconds) {
        return start.toEpochMilli() * 1e-3 + seconds;
    }

    private String configuration() {
        StringBuilder table = new StringBuilder("| setting | value |\n|---|---|\n");
        trial.columns().forEach((name, value) -> {
            if (value != null) {
                table.append("| ").append(name).append(" | ").append(value).append(" |\n");
            }
        });
        return table.toString();
    }

    private Map<String, Double> scalars(CurvePoint point) {
        TrainConfig train = trial.train();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train_loss", point.trainLoss());
        values.put("validation_loss", point.validationLoss());
        values.put("validation_accuracy", point.validationAccuracy());
        values.values().removeIf(value -> value == null);
        // The rate of the last update before the evaluation.
        values.put(
                "learning_rate", train.learningRate() * train.schedule().factor(point.update() - 1, train.updates()));
        return values;
    }
}
