package fwlstm.train;

import fwlstm.config.Trial;
import java.util.List;

/** A device that trains trials: the CPU, or a GPU. */
public interface Backend extends AutoCloseable {
    /** {@code cpu} or {@code gpu}, as recorded. */
    String name();

    /** The implementation, as recorded. */
    String provider();

    /** The name of its numerics, which determine the bits; see {@link fwlstm.model.Provider#numerics()}. */
    String numerics();

    /** The processor or GPU, as recorded. */
    String device();

    /**
     * The largest pack of trials with this one's {@link PackShape}: 1 if more gains nothing, 0 if the backend cannot
     * train trials of this shape.
     */
    int packWidth(Trial trial);

    /**
     * Opens a pack, several trials of one {@link PackShape} that are trained as one vectorised batch, at their initial
     * parameters.
     *
     * @throws OutOfDeviceMemoryException if they do not fit; fewer may
     */
    Pack open(List<Trial> trials);

    /** Frees the backend's resources, after its packs. */
    @Override
    default void close() {}
}
