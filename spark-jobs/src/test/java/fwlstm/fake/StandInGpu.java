package fwlstm.fake;

import fwlstm.config.Trial;
import fwlstm.model.Score;
import fwlstm.task.Split;
import fwlstm.train.Backend;
import fwlstm.train.OutOfDeviceMemoryException;
import fwlstm.train.Pack;
import fwlstm.train.Snapshot;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Stands in for a GPU: computes with a CPU backend and says of itself what a GPU would.
 *
 * @param width the widest pack that it promises
 * @param room trials for which it has memory
 * @param change what it makes of the trials that it is given; the identity if it makes no mistake
 */
public record StandInGpu(Backend cpu, boolean stepwise, int width, int room, UnaryOperator<List<Trial>> change)
        implements Backend {
    /** Hidden units up to which its packs are persistent. */
    private static final int SMALL = 10;

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public String provider() {
        return "fake";
    }

    @Override
    public String numerics() {
        return "fake";
    }

    @Override
    public String device() {
        return "fake device";
    }

    @Override
    public int packWidth(Trial trial) {
        return width;
    }

    @Override
    public Pack open(List<Trial> trials) {
        if (trials.size() > room) {
            throw new OutOfDeviceMemoryException("room for " + room + " trials, not " + trials.size());
        }
        boolean small = trials.get(0).cell().layers().hidden() <= SMALL;
        return new NamedPack(cpu.open(change.apply(trials)), small && !stepwise ? "persistent" : "stepwise");
    }

    /** A pack that tells which path it took. */
    private record NamedPack(Pack pack, String path) implements Pack {
        @Override
        public double[] train(int[] from, int updates, double[] lossSums) {
            return pack.train(from, updates, lossSums);
        }

        @Override
        public Score[] evaluate(boolean[] wanted, Split split) {
            return pack.evaluate(wanted, split);
        }

        @Override
        public void keepBest(int trial) {
            pack.keepBest(trial);
        }

        @Override
        public void useBest(int trial) {
            pack.useBest(trial);
        }

        @Override
        public Snapshot snapshot(int trial) {
            return pack.snapshot(trial);
        }

        @Override
        public void restore(int trial, Snapshot snapshot) {
            pack.restore(trial, snapshot);
        }

        @Override
        public void close() {
            pack.close();
        }
    }
}
