package fwlstm.report;

import fwlstm.config.Trial;
import fwlstm.results.RecordedTrial;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.train.CurvePoint;
import fwlstm.train.Execution;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import fwlstm.train.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Results that no one has trained, with numbers that can be worked out by hand. */
public final class MadeUp {
    /** Two cells, K = 2 and 4, three seeds. */
    public static final String GRID = """
            name: made-up
            task: {name: art, pairs: [2, 4]}
            cell: [{name: fw-lstm, hidden: 5}, {name: irnn, hidden: 5}]
            train: {updates: 400, evaluate_every: 100, stop_accuracy: 0.99}
            seeds: 3
            """;

    /** One study of six configurations. */
    public static final String SEARCH = """
            name: drawn
            task: {name: art, pairs: 2}
            cell: {name: fw-lstm, hidden: 5, eta: {log_uniform: [0.1, 2]}}
            train: {updates: 400, evaluate_every: 100, learning_rate: {log_uniform: [1e-4, 1e-2]}, batch: {choice: [64, 128]}}
            seeds: 2
            search: {strategy: random, configurations: 6}
            """;

    private static final String TESTED = """
            name: tested
            task: {name: art, pairs: [2, 4]}
            cell: {name: fw-lstm, hidden: 5}
            data: {test_pairs: [2, 8]}
            seeds: 1
            """;

    private static final String SIZES = """
            name: sizes
            task: {name: art, pairs: [2, 4]}
            cell: [{name: fw-lstm, hidden: [5, 6, 7]}, {name: ln-lstm, hidden: [5, 6, 7]}, {name: irnn, hidden: 6}]
            seeds: 1
            """;

    /** One study of 24 configurations. */
    static final String LARGE_SEARCH = """
            name: large
            task: {name: art, pairs: 2}
            cell: {name: fw-lstm, hidden: 5, eta: {log_uniform: [0.1, 2]}}
            train:
              updates: 400
              evaluate_every: 100
              learning_rate: {log_uniform: [1e-4, 1e-2]}
              batch: {choice: [64, 128]}
            seeds: 1
            search: {strategy: sobol, configurations: 24}
            """;

    private MadeUp() {}

    /**
     * The grid, not all of it: of fw-lstm seed 0 stops after 200 updates; of irnn with K = 4 seed 0 failed, seed 1
     * diverged, and seed 2 is missing.
     */
    public static ResultsDirectory grid(Path folder) throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        Sweep sweep = SweepFile.parse(GRID, List.of());
        results.claim(sweep);
        for (Trial trial : sweep.trials()) {
            boolean irnn = trial.cell().name().equals("irnn");
            int seed = (int) trial.seed();
            if (!irnn) {
                publish(
                        results,
                        sweep,
                        trial,
                        Status.DONE,
                        seed == 0 ? List.of(0.5, 1.0) : List.of(0.4, 0.6, 0.7, 0.8));
            } else if (trial.task().pairs() == 2) {
                publish(results, sweep, trial, Status.DONE, List.of(0.1, 0.1, 0.2, 0.3));
            } else if (seed < 2) {
                publish(results, sweep, trial, seed == 0 ? Status.FAILED : Status.DIVERGED, List.of(0.1));
            }
        }
        return results;
    }

    /** One cell at K = 2 and 4, each tested at K = 2 and 8. */
    public static ResultsDirectory tested(Path folder) throws IOException {
        return alike(TESTED, folder);
    }

    /** Three cells at K = 2 and 4, two of them with three hidden sizes. */
    public static ResultsDirectory sizes(Path folder) throws IOException {
        return alike(SIZES, folder);
    }

    /**
     * All trials of a sweep file, each done with this validation and test accuracy after 200 updates, diverged if NaN.
     */
    public static ResultsDirectory of(String text, Path folder, ToDoubleFunction<Trial> accuracy) throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        Sweep sweep = SweepFile.parse(text, List.of());
        results.claim(sweep);
        for (Trial trial : sweep.trials()) {
            double reached = accuracy.applyAsDouble(trial);
            boolean diverged = Double.isNaN(reached);
            publish(
                    results,
                    sweep,
                    trial,
                    diverged ? Status.DIVERGED : Status.DONE,
                    diverged ? List.of(0.5) : List.of(0.5, reached));
        }
        return results;
    }

    private static ResultsDirectory alike(String text, Path folder) throws IOException {
        return of(text, folder, trial -> 0.8);
    }

    /** The search, all of it, the later a configuration the better. */
    public static ResultsDirectory search(Path folder) throws IOException {
        ResultsDirectory results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
        Sweep sweep = SweepFile.parse(SEARCH, List.of());
        results.claim(sweep);
        double accuracy = 0.3;
        for (Trial trial : sweep.trials()) {
            publish(results, sweep, trial, Status.DONE, List.of(0.1, 0.2, 0.3, accuracy));
            accuracy += 0.05;
        }
        return results;
    }

    /** The record of a trial of a sweep that is done, with this validation and test accuracy after 200 updates. */
    public static RecordedTrial done(Sweep sweep, Trial trial, double accuracy) {
        return record(sweep, trial, Status.DONE, List.of(0.5, accuracy), 3.6);
    }

    /** A trial that is done, with numbers that no other has, the same whenever it is trained. */
    public static void noisy(ResultsDirectory results, Trial trial) throws IOException {
        Random random = new Random(trial.id().hashCode());
        List<Double> accuracies = random.doubles(4, 0.5, 1).sorted().boxed().toList();
        publish(results, results.sweep(), trial, Status.DONE, accuracies, 3 + random.nextDouble());
    }

    private static void publish(
            ResultsDirectory results, Sweep sweep, Trial trial, Status status, List<Double> accuracies)
            throws IOException {
        publish(results, sweep, trial, status, accuracies, 3.6);
    }

    private static void publish(
            ResultsDirectory results, Sweep sweep, Trial trial, Status status, List<Double> accuracies, double seconds)
            throws IOException {
        results.ledger().publish(record(sweep, trial, status, accuracies, seconds));
    }

    private static RecordedTrial record(
            Sweep sweep, Trial trial, Status status, List<Double> accuracies, double seconds) {
        List<CurvePoint> curve = new ArrayList<>();
        for (double accuracy : accuracies) {
            int update = 100 * (curve.size() + 1);
            curve.add(new CurvePoint(update, update / 800.0, 1.0, 1.0, accuracy, 0.5));
        }
        double best = accuracies.get(accuracies.size() - 1);
        boolean done = status == Status.DONE;
        int last = 100 * accuracies.size();
        TrialResult result = new TrialResult(
                status,
                1000 * trial.task().pairs() + trial.cell().name().length(),
                last,
                best,
                last,
                1.0,
                done ? best : null,
                done ? 1 - best : null,
                done ? 1.0 : null,
                last,
                null,
                null,
                best >= 0.99 ? last : null,
                status == Status.FAILED ? "no memory for <layers> & more" : null);
        Execution execution = new Execution(
                "cpu",
                "java",
                "a processor",
                1,
                "machine",
                0,
                "17",
                "development",
                seconds,
                3.5,
                Instant.EPOCH,
                Instant.parse("2026-01-02T03:04:05Z"));
        return RecordedTrial.of(sweep.name(), new TrialRecord(trial, result, execution, curve));
    }
}
