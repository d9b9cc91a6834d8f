package fwlstm.train;

/**
 * Opens backends on GPUs. Found with {@link java.util.ServiceLoader}; its class must load where there is no GPU, so
 * that {@link #open} can say what is missing.
 */
public interface BackendFactory {
    /**
     * Opens a backend for the calling thread, which closes it.
     *
     * @param ordinal the number of the GPU, from 0
     * @param packWidth the largest number of trials in a pack, from 1
     * @throws DeviceException if that GPU cannot be used, with the reason and what to install or change
     */
    Backend open(int ordinal, Precision precision, int packWidth);
}
