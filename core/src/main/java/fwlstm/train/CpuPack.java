package fwlstm.train;

import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Provider;
import fwlstm.model.Score;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import fwlstm.task.Split;
import java.util.List;

/** One engine and one data set for each trial. */
final class CpuPack implements Pack {
    private final List<Member> members;

    CpuPack(Provider provider, List<Trial> trials) {
        members = trials.stream().map(trial -> new Member(provider, trial)).toList();
    }

    @Override
    public double[] train(int[] from, int updates, double[] lossSums) {
        double[] sums = new double[from.length];
        for (int trial = 0; trial < from.length; trial++) {
            sums[trial] =
                    from[trial] < 0 ? Double.NaN : members.get(trial).train(from[trial], updates, lossSums[trial]);
        }
        return sums;
    }

    @Override
    public Score[] evaluate(boolean[] wanted, Split split) {
        Score[] scores = new Score[wanted.length];
        for (int trial = 0; trial < wanted.length; trial++) {
            scores[trial] = wanted[trial] ? members.get(trial).evaluate(split) : null;
        }
        return scores;
    }

    @Override
    public void keepBest(int trial) {
        Snapshot live = snapshot(trial);
        live.best().set(live.parameters());
    }

    @Override
    public void useBest(int trial) {
        Snapshot live = snapshot(trial);
        live.parameters().set(live.best());
    }

    @Override
    public Snapshot snapshot(int trial) {
        return members.get(trial).live;
    }

    @Override
    public void restore(int trial, Snapshot snapshot) {
        snapshot(trial).set(snapshot);
    }

    @Override
    public void close() {
        // It holds only memory.
    }

    private static final class Member {
        private final Provider provider;
        private final Trial trial;
        private final Engine engine;
        private final Dataset data;
        private final Batch batch;
        private final Snapshot live;

        Member(Provider provider, Trial trial) {
            this.provider = provider;
            this.trial = trial;
            engine = provider.engine(NetworkConfig.of(trial), Parameters.initial(trial.cell(), trial.seed()));
            data = new Dataset(trial.task(), trial.data(), trial.seed());
            batch = new Batch(trial.task().steps(), trial.train().batch());
            live = new Snapshot(engine.parameters(), new Parameters(trial.cell()), engine.state());
        }

        double train(int from, int updates, double lossSum) {
            TrainConfig train = trial.train();
            double sum = lossSum;
            for (int update = from; update < from + updates; update++) {
                data.train(update, batch);
                double loss = engine.gradients(batch);
                if (!Double.isFinite(loss)) {
                    return loss;
                }
                engine.update(train.learningRate() * train.schedule().factor(update, train.updates()));
                sum += loss;
            }
            return sum;
        }

        Score evaluate(Split split) {
            int steps = split.task(trial.task(), trial.data()).steps();
            if (steps == batch.steps()) {
                return evaluate(split, engine, batch);
            }
            Parameters copy = new Parameters(trial.cell());
            copy.set(engine.parameters());
            NetworkConfig config = NetworkConfig.of(trial.cell(), trial.train(), steps);
            return evaluate(split, provider.engine(config, copy), new Batch(steps, batch.size()));
        }

        private Score evaluate(Split split, Engine of, Batch sequences) {
            Score score = new Score();
            for (int first = 0; first < split.size(trial.data()); first += sequences.size()) {
                int count = data.sequences(split, first, sequences);
                of.evaluate(sequences, count, score);
            }
            return score;
        }
    }
}
