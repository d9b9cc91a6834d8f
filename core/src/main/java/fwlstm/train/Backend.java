package fwlstm.train;

import fwlstm.config.Trial;
import java.util.List;

/** Where trials are trained: the CPU, or a GPU. */
public interface Backend {
    /** {@code cpu} or {@code gpu}, as recorded. */
    String name();

    /** What computes, as recorded. */
    String provider();

    /** What determines its bits; see {@link fwlstm.model.Provider#numerics()}. */
    String numerics();

    /** The processor or GPU, as recorded. */
    String device();

    /** Takes up trials that share cell, shapes, batch, task and budget, at their initial parameters. */
    Pack open(List<Trial> trials);
}
