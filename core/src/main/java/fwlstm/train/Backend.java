package fwlstm.train;

import fwlstm.config.Trial;
import java.util.List;

/** Where trials are trained: the CPU, or a GPU. */
public interface Backend extends AutoCloseable {
    /** {@code cpu} or {@code gpu}, as recorded. */
    String name();

    /** What computes, as recorded. */
    String provider();

    /** What determines its bits; see {@link fwlstm.model.Provider#numerics()}. */
    String numerics();

    /** The processor or GPU, as recorded. */
    String device();

    /**
     * The most trials of this one's {@link PackShape} that are trained as one: 1 if more gains nothing, 0 if the backend
     * cannot train trials of this shape.
     */
    int packWidth(Trial trial);

    /**
     * Takes up trials of one {@link PackShape}, at their initial parameters.
     *
     * @throws OutOfDeviceMemoryException if they do not fit; fewer may
     */
    Pack open(List<Trial> trials);

    /** Frees what the backend holds, after its packs. */
    @Override
    default void close() {}
}
