package fwlstm.gpu;

import fwlstm.config.Trial;
import fwlstm.train.Backend;
import fwlstm.train.BackendOptions;
import fwlstm.train.DeviceException;
import fwlstm.train.Pack;
import fwlstm.train.Precision;
import java.util.List;
import java.util.Optional;

/** Trains packs of trials on a GPU. Belongs to the thread that opened it. */
public final class GpuBackend implements Backend {
    /** A pack may take this share of the free memory. */
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
     * Takes up a GPU.
     *
     * @param ordinal number of the GPU among those visible, from 0
     * @param mostPackWidth trials trained as one, at most
     * @throws DeviceException if it cannot be used
     */
    public static GpuBackend open(int ordinal, Precision precision, int mostPackWidth) {
        return new GpuBackend(GpuSession.open(ordinal), precision, mostPackWidth, false);
    }

    /** As {@link #open}, but always step by step, as where the recurrent weights do not fit into shared memory. */
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

    /** As many as the free memory takes at the moment, but at least one; 0 if the GPU cannot train such a trial at all. */
    @Override
    public int packWidth(Trial trial) {
        PackDimensions dimensions = PackDimensions.of(trial);
        if (way(dimensions).isEmpty()) {
            return 0;
        }
        double room = SHARE_OF_MEMORY * session.freeBytes() / PackMemory.bytes(dimensions, 1);
        return (int) Math.max(1, Math.min(mostPackWidth, room));
    }

    @Override
    public Pack open(List<Trial> trials) {
        return pack(trials);
    }

    GpuPack pack(List<Trial> trials) {
        PackDimensions dimensions = PackDimensions.of(trials.get(0));
        Recurrence.Way way = way(dimensions).orElseThrow(() -> BackendOptions.cannotTrain(trials.get(0)));
        return new GpuPack(session, trials, dimensions, new Products(session, precision), way);
    }

    private Optional<Recurrence.Way> way(PackDimensions dimensions) {
        return Recurrence.way(dimensions, session.device().sharedBytesPerBlock(), stepwise);
    }

    @Override
    public void close() {
        session.close();
    }
}
