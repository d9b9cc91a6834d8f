package fwlstm.bench;

import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.train.Backend;
import fwlstm.train.Checkpoints;
import fwlstm.train.Pack;
import fwlstm.train.Precision;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import fwlstm.train.TrialResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Checks that a GPU computes the same as the CPU: gradients, training and scores of every cell, a pack against its
 * single trials, and one recurrence kernel against the other.
 *
 * <p>All differences are relative. Both sides compute in float32 but sum in different orders; gradients then agree to
 * about 1e-6, except in the occasional trial in which a pre-activation lies on different sides of a ReLU's kink. Its
 * gradient differs by more, and Adam, whose steps do not depend on the size of a gradient, amplifies that from update
 * to update. Hence two tolerances: for the median of the trials, and for the worst.
 */
final class BackendCheck {
    /** Updates that the trials are trained for. */
    static final int UPDATES = 50;

    /** The factor by which tolerances are wider if factors of products are rounded to TF32, 10 bits after the point. */
    private static final double TF32 = 50;

    /** Adam's β₁. */
    private static final double KEPT = 0.9;

    private final Backend cpu;
    private final MeasuredGpu gpu;
    private final double looser;

    /** The comparisons, each made for every trial of the pack. */
    enum Comparison {
        /** Of the first batch, parameter by parameter, the largest difference of all. */
        FIRST_GRADIENT(1e-4, 1e-2),
        /** After 50 updates on the CPU, both sides starting there. */
        LATER_GRADIENT(1e-4, 1e-2),
        /** The mean over 50 updates. */
        TRAIN_LOSS(1e-3, 1e-2),
        /** After 50 updates, all as one vector. */
        PARAMETERS(5e-3, 5e-2),
        /** Validation and test loss after 50 updates. */
        SCORES(1e-3, 1e-2),
        /** Parameters after 50 updates in the pack, against the same trial alone on the GPU. */
        SOLO(1e-5, 5e-2),
        /** Parameters after 50 updates with all steps in one launch, against step by step. */
        PATHS(5e-3, 5e-2);

        final double median;
        final double worst;

        Comparison(double median, double worst) {
            this.median = median;
            this.worst = worst;
        }
    }

    /** Relative differences, over the trials of a pack. */
    record Difference(double median, double worst) {
        static Difference of(int trials, IntToDoubleFunction difference) {
            double[] sorted =
                    IntStream.range(0, trials).mapToDouble(difference).sorted().toArray(); // NaN last
            return new Difference(sorted[trials / 2], sorted[trials - 1]);
        }
    }

    /** The findings on a network; empty if the GPU does not train it. */
    record Findings(CheckCase network, Map<Comparison, Difference> differences, double looser) {
        boolean holds(Comparison comparison) {
            Difference d = differences.get(comparison);
            return d.median <= looser * comparison.median && d.worst <= looser * comparison.worst; // not if NaN
        }

        boolean holds() {
            return differences.keySet().stream().allMatch(this::holds) && !(differences.isEmpty() && network.isPlain());
        }
    }

    BackendCheck(Backend cpu, MeasuredGpu gpu) {
        this.cpu = cpu;
        this.gpu = gpu;
        looser = gpu.precision() == Precision.TF32 ? TF32 : 1;
    }

    /** The differences that pass. */
    Difference allowed(Comparison comparison) {
        return new Difference(looser * comparison.median, looser * comparison.worst);
    }

    /** Makes all comparisons on a network. */
    Findings check(CheckCase network) throws IOException {
        Map<Comparison, Difference> differences = new EnumMap<>(Comparison.class);
        List<Trial> trials = network.trials(2 * UPDATES);
        try (Backend backend = gpu.open(false);
                Backend stepwise = gpu.open(true)) {
            if (backend.packWidth(trials.get(0)) > 0) {
                List<Parameters> packed = compareTraining(backend, trials, differences);
                differences.put(Comparison.SCORES, scores(backend, network.trials(UPDATES)));
                differences.put(
                        Comparison.SOLO,
                        Difference.of(
                                trials.size(), k -> Deviation.between(packed.get(k), trained(backend, trials.get(k)))));
                if (!path(backend, trials).equals(path(stepwise, trials))) {
                    List<Parameters> inSteps = trained(stepwise, trials);
                    differences.put(
                            Comparison.PATHS,
                            Difference.of(trials.size(), k -> Deviation.between(packed.get(k), inSteps.get(k))));
                }
            }
        }
        return new Findings(network, differences, looser);
    }

    /** Trains side by side; returns the GPU's parameters after {@link #UPDATES} updates. */
    private List<Parameters> compareTraining(
            Backend backend, List<Trial> trials, Map<Comparison, Difference> differences) {
        int n = trials.size();
        try (Pack mine = backend.open(trials);
                Pack theirs = cpu.open(trials)) {
            List<Parameters> myGradients = gradients(mine, trials, 0);
            List<Parameters> gradients = gradients(theirs, trials, 0);
            differences.put(
                    Comparison.FIRST_GRADIENT,
                    Difference.of(n, k -> Deviation.largest(myGradients.get(k), gradients.get(k))));

            double[] myLoss = mine.train(all(n, 1), UPDATES - 1);
            double[] loss = theirs.train(all(n, 1), UPDATES - 1);
            differences.put(Comparison.TRAIN_LOSS, Difference.of(n, k -> Deviation.between(myLoss[k], loss[k])));

            List<Parameters> packed = parameters(mine, trials);
            List<Parameters> parameters = parameters(theirs, trials);
            differences.put(
                    Comparison.PARAMETERS, Difference.of(n, k -> Deviation.between(packed.get(k), parameters.get(k))));

            for (int k = 0; k < n; k++) {
                mine.restore(k, theirs.snapshot(k));
            }
            List<Parameters> myLater = gradients(mine, trials, UPDATES);
            List<Parameters> later = gradients(theirs, trials, UPDATES);
            differences.put(
                    Comparison.LATER_GRADIENT, Difference.of(n, k -> Deviation.largest(myLater.get(k), later.get(k))));
            return packed;
        }
    }

    private Difference scores(Backend backend, List<Trial> trials) throws IOException {
        List<TrialRecord> mine = new Trainer(backend, Checkpoints.NONE, (trial, point) -> {}).train(trials, 0);
        List<TrialRecord> theirs = new Trainer(cpu, Checkpoints.NONE, (trial, point) -> {}).train(trials, 0);
        return Difference.of(trials.size(), k -> {
            TrialResult a = mine.get(k).result();
            TrialResult b = theirs.get(k).result();
            return a.status() != Status.DONE || b.status() != Status.DONE
                    ? Double.NaN
                    : Math.max(
                            Deviation.between(a.validationLoss(), b.validationLoss()),
                            Deviation.between(a.testLoss(), b.testLoss()));
        });
    }

    /**
     * Trains for one update and derives the gradients of the batch from Adam's first moment, m' = β₁ m + (1 − β₁) g.
     */
    private static List<Parameters> gradients(Pack pack, List<Trial> trials, int update) {
        List<Parameters> before = moments(pack, trials);
        pack.train(all(trials.size(), update), 1);
        List<Parameters> gradients = moments(pack, trials);
        for (int k = 0; k < trials.size(); k++) {
            for (ParameterSpec spec : gradients.get(k).specs()) {
                float[] m = before.get(k).get(spec.name()).data;
                float[] g = gradients.get(k).get(spec.name()).data;
                for (int i = 0; i < g.length; i++) {
                    g[i] = (float) ((g[i] - KEPT * m[i]) / (1 - KEPT));
                }
            }
        }
        return gradients;
    }

    private static String path(Backend backend, List<Trial> trials) {
        try (Pack pack = backend.open(trials)) {
            return pack.path();
        }
    }

    private static Parameters trained(Backend backend, Trial trial) {
        return trained(backend, List.of(trial)).get(0);
    }

    /** Parameters after {@link #UPDATES} updates, in the same calls as when the pack is compared with the CPU. */
    private static List<Parameters> trained(Backend backend, List<Trial> trials) {
        try (Pack pack = backend.open(trials)) {
            pack.train(all(trials.size(), 0), 1);
            pack.train(all(trials.size(), 1), UPDATES - 1);
            return parameters(pack, trials);
        }
    }

    private static int[] all(int trials, int update) {
        int[] from = new int[trials];
        Arrays.fill(from, update);
        return from;
    }

    private static List<Parameters> moments(Pack pack, List<Trial> trials) {
        List<Parameters> moments = new ArrayList<>();
        for (int k = 0; k < trials.size(); k++) {
            moments.add(copy(trials.get(k), pack.snapshot(k).state().firstMoment));
        }
        return moments;
    }

    private static List<Parameters> parameters(Pack pack, List<Trial> trials) {
        List<Parameters> parameters = new ArrayList<>();
        for (int k = 0; k < trials.size(); k++) {
            parameters.add(copy(trials.get(k), pack.snapshot(k).parameters()));
        }
        return parameters;
    }

    /** A snapshot may be live. */
    private static Parameters copy(Trial trial, Parameters live) {
        Parameters copy = new Parameters(trial.cell());
        copy.set(live);
        return copy;
    }
}
