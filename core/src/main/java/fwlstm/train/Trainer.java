package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Score;
import fwlstm.task.Split;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains packs of trials: runs updates, evaluates on the validation set every {@code evaluate_every} updates, keeps the
 * best parameters, and at the end evaluates these once on the test set.
 */
public final class Trainer {
    private final Backend backend;
    private final Checkpoints checkpoints;
    private final TrialListener listener;

    public Trainer(Backend backend, Checkpoints checkpoints, TrialListener listener) {
        this.backend = backend;
        this.checkpoints = checkpoints;
        this.listener = listener;
    }

    /**
     * Trains trials that share a shape to the end, from their checkpoints if there are any.
     *
     * @param attempt the number of earlier attempts, for the record
     * @throws IOException if a checkpoint cannot be read or written
     */
    public List<TrialRecord> train(List<Trial> trials, int attempt) throws IOException {
        return train(trials, attempt, Integer.MAX_VALUE);
    }

    /**
     * Trains until every trial has ended or done {@code until} updates, a multiple of {@code evaluate_every}. A trial
     * that could train further has a record with status {@link Status#STOPPED}, and a checkpoint from which a later
     * call resumes.
     */
    public List<TrialRecord> train(List<Trial> trials, int attempt, int until) throws IOException {
        if (trials.stream().map(PackShape::of).distinct().count() != 1) {
            throw new IllegalArgumentException("the trials of a pack share their shape");
        }
        if (until < trials.get(0).train().updates()
                && until % trials.get(0).train().evaluateEvery() != 0) {
            throw new IllegalArgumentException("trials pause at an evaluation, not after " + until + " updates");
        }
        Clock clock = new Clock();
        List<TrialRun> runs = new ArrayList<>();
        try (Pack pack = backend.open(trials)) {
            for (int k = 0; k < trials.size(); k++) {
                Optional<Checkpoint> checkpoint =
                        checkpoints.load(trials.get(k), backend.numerics()).filter(c -> c.update() <= until);
                int trial = k;
                runs.add(checkpoint.map(Checkpoint::run).orElseGet(() -> new TrialRun(trials.get(trial))));
                checkpoint.ifPresent(c -> {
                    pack.restore(trial, c.snapshot());
                    clock.resume(c);
                    listener.resumed(trials.get(trial), c.update());
                });
            }
            while (runs.stream().anyMatch(run -> run.isLive(until))) {
                advance(pack, runs, until, clock);
            }
            List<TrialResult> results = end(pack, runs, clock);
            Execution execution = execution(trials.size(), attempt, clock);
            List<TrialRecord> records = new ArrayList<>();
            for (int k = 0; k < runs.size(); k++) {
                records.add(new TrialRecord(trials.get(k), results.get(k), execution, runs.get(k).curve));
            }
            return records;
        }
    }

    /** The results of trials that are not trained further now. */
    private List<TrialResult> end(Pack pack, List<TrialRun> runs, Clock clock) throws IOException {
        boolean[] done = new boolean[runs.size()];
        for (int k = 0; k < done.length; k++) {
            TrialRun run = runs.get(k);
            if (run.isLive()) {
                checkpoints.save(checkpoint(pack, k, run, clock), true);
            } else if (!run.hasDiverged()) {
                done[k] = true;
                pack.useBest(k);
            }
        }
        Score[] test = pack.evaluate(done, Split.TEST);
        List<TrialResult> results = new ArrayList<>();
        for (int k = 0; k < done.length; k++) {
            TrialRun run = runs.get(k);
            TrialResult result = run.isLive() ? run.stopped() : run.result(test[k]);
            if (result.status() == Status.DONE) {
                int trial = k;
                listener.done(run.trial, () -> pack.snapshot(trial).best());
            }
            results.add(result);
        }
        return results;
    }

    private Checkpoint checkpoint(Pack pack, int k, TrialRun run, Clock clock) {
        return new Checkpoint(run, pack.snapshot(k), backend.numerics(), clock.seconds(), clock.cpuSeconds());
    }

    /**
     * Trains to the next evaluation. Trials that resumed from different checkpoints may have theirs at different times:
     * each is evaluated at the same updates as when trained alone.
     */
    private void advance(Pack pack, List<TrialRun> runs, int until, Clock clock) throws IOException {
        boolean[] live = new boolean[runs.size()];
        int[] from = new int[live.length];
        double[] lossSums = new double[live.length];
        int updates = Integer.MAX_VALUE;
        for (int k = 0; k < live.length; k++) {
            TrialRun run = runs.get(k);
            live[k] = run.isLive(until);
            from[k] = live[k] ? run.updatesDone() : -1;
            lossSums[k] = run.lossSum();
            updates = live[k] ? Math.min(updates, run.untilEvaluation()) : updates;
        }
        lossSums = pack.train(from, updates, lossSums);
        boolean[] due = new boolean[live.length];
        for (int k = 0; k < live.length; k++) {
            if (live[k]) {
                runs.get(k).trained(updates, lossSums[k]);
                due[k] = Double.isFinite(lossSums[k]) && runs.get(k).untilEvaluation() == 0;
            }
        }
        Score[] validation = pack.evaluate(due, Split.VALIDATION);
        for (int k = 0; k < live.length; k++) {
            TrialRun run = runs.get(k);
            boolean diverged = live[k] && !Double.isFinite(lossSums[k]);
            if (diverged) {
                run.diverged(clock.seconds());
            } else if (due[k] && run.evaluated(validation[k], clock.seconds())) {
                pack.keepBest(k);
            }
            if (diverged || due[k]) {
                listener.evaluated(run.trial, run.curve.get(run.curve.size() - 1));
            }
            if (due[k] && run.isLive(until) && checkpoints.isDue(run.trial)) {
                checkpoints.save(checkpoint(pack, k, run, clock), false);
            }
        }
    }

    private Execution execution(int packWidth, int attempt, Clock clock) {
        return new Execution(
                backend.name(),
                backend.provider(),
                backend.device(),
                packWidth,
                Machine.localHost(),
                attempt,
                System.getProperty("java.version"),
                Machine.version(),
                clock.seconds(),
                clock.cpuSeconds(),
                clock.started,
                Instant.now());
    }

    /** Time spent on a pack, including the time before a checkpoint. */
    private static final class Clock {
        private final Instant started = Instant.now();
        private final long wallStart = System.nanoTime();
        private final long cpuStart = cpuNanos();
        private double earlierSeconds;
        private double earlierCpuSeconds;

        void resume(Checkpoint checkpoint) {
            earlierSeconds = Math.max(earlierSeconds, checkpoint.seconds());
            earlierCpuSeconds = Math.max(earlierCpuSeconds, checkpoint.cpuSeconds());
        }

        double seconds() {
            return earlierSeconds + (System.nanoTime() - wallStart) * 1e-9;
        }

        double cpuSeconds() {
            return earlierCpuSeconds + (cpuNanos() - cpuStart) * 1e-9;
        }

        private static long cpuNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
