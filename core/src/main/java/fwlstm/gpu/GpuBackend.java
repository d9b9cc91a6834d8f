package fwlstm.gpu;

import fwlstm.config.Trial;
import fwlstm.task.Split;
import fwlstm.train.Backend;
import fwlstm.train.BackendOptions;
import fwlstm.train.DeviceException;
import fwlstm.train.Pack;
import fwlstm.train.Precision;
import java.util.List;
import java.util.Optional;

/** Trains packs of trials on a GPU. Belongs to the thread that opened it. */
public final class GpuBackend implements Backend {
    /** The fraction of the free memory that a pack may take. */
    private static final double SHARE_OF_MEMORY = 0.8;

    private final GpuSession session;
    private final Precision precision;
    private final int mostPackWidth;
    private final boolean stepwise;

    private GpuBackend(GpuSession session, Precision precision, int mostPackWidth, boolean stepwise) {
        this.session = session;
        this.precision = precision;
        this.mostPackWidth = mostPackWidth;
        this.stepwise = stepwise;
    }

    /**
     * Opens a GPU.
     *
     * @param ordinal number of the GPU among those visible, from 0
     * @param mostPackWidth the largest number of trials in a pack
     * @throws DeviceException if it cannot be used
     */
    public static GpuBackend open(int ordinal, Precision precision, int mostPackWidth) {
        return new GpuBackend(GpuSession.open(ordinal), precision, mostPackWidth, false);
    }

    /** As {@link #open}, but always step by step, as if the recurrent weights did not fit into shared memory. */
    public static GpuBackend openStepwise(int ordinal, Precision precision, int mostPackWidth) {
        return new GpuBackend(GpuSession.open(ordinal), precision, mostPackWidth, true);
    }

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public String provider() {
        return precision == Precision.TF32 ? "cuda-tf32" : "cuda";
    }

    @Override
    public String numerics() {
        return provider();
    }

    @Override
    public String device() {
        return session.device().name();
    }

    /**
     * The number that fits into the present free memory, but at least one; 0 if the GPU cannot train such a trial at
     * all.
     */
    @Override
    public int packWidth(Trial trial) {
        Optional<Unrolling> training = unrolling(trial, Split.TRAIN);
        Optional<Unrolling> testing = unrolling(trial, Split.TEST);
        if (training.isEmpty() || testing.isEmpty()) {
            return 0;
        }
        PackDimensions longest = training.get().longer(testing.get()).dimensions();
        double room = SHARE_OF_MEMORY * session.freeBytes() / PackMemory.bytes(longest, 1);
        return (int) Math.max(1, Math.min(mostPackWidth, room));
    }

    @Override
    public Pack open(List<Trial> trials) {
        return pack(trials);
    }

    GpuPack pack(List<Trial> trials) {
        Trial trial = trials.get(0);
        Unrolling training = unrolling(trial, Split.TRAIN).orElseThrow(() -> BackendOptions.cannotTrain(trial));
        Unrolling testing = unrolling(trial, Split.TEST).orElseThrow(() -> BackendOptions.cannotTrain(trial));
        return session.whole(() -> new GpuPack(session, trials, training, testing, new Products(session, precision)));
    }

    private Optional<Unrolling> unrolling(Trial trial, Split split) {
        return Unrolling.of(trial, split.task(trial.task(), trial.data()), session.device(), stepwise);
    }

    @Override
    public void close() {
        session.close();
    }
}
