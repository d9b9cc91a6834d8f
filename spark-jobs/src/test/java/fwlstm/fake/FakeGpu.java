package fwlstm.fake;

import fwlstm.config.Trial;
import fwlstm.train.Backend;
import fwlstm.train.BackendOptions;
import fwlstm.train.Pack;
import fwlstm.train.Precision;
import java.util.List;
import java.util.function.Consumer;

/** Calls itself a GPU and takes packs, but computes on the CPU. */
public final class FakeGpu implements Backend {
    /** The hidden size of trials that it cannot train. */
    public static final int UNTRAINABLE = 17;

    private final Backend cpu = BackendOptions.cpu();
    private final int ordinal;
    private final Precision precision;
    private final int packWidth;
    private final Consumer<List<Trial>> onOpen;

    /** @param onOpen is shown every pack before it is taken up, and may throw */
    public FakeGpu(int ordinal, Precision precision, int packWidth, Consumer<List<Trial>> onOpen) {
        this.ordinal = ordinal;
        this.precision = precision;
        this.packWidth = packWidth;
        this.onOpen = onOpen;
    }

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public String provider() {
        return precision == Precision.TF32 ? "fake-tf32" : "fake";
    }

    @Override
    public String numerics() {
        return cpu.numerics();
    }

    @Override
    public String device() {
        return "fake GPU " + ordinal;
    }

    @Override
    public int packWidth(Trial trial) {
        return trial.cell().layers().hidden() == UNTRAINABLE ? 0 : packWidth;
    }

    @Override
    public Pack open(List<Trial> trials) {
        onOpen.accept(trials);
        return cpu.open(trials);
    }
}
