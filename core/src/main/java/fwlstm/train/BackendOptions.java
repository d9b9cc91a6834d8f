package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.model.Providers;
import java.io.Serializable;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The requested backend.
 *
 * @param precision of products on a GPU
 * @param packWidth the largest number of trials in a pack on a GPU, from 1
 */
public record BackendOptions(BackendName name, Precision precision, int packWidth) implements Serializable {
    /** The default pack width. */
    public static final int DEFAULT_PACK_WIDTH = 64;

    private static final System.Logger LOG = System.getLogger("fwlstm.backend");
    private static final AtomicBoolean FALLBACK_LOGGED = new AtomicBoolean();

    /** The same with another name. */
    public BackendOptions with(BackendName other) {
        return new BackendOptions(other, precision, packWidth);
    }

    /**
     * Opens the backend for the calling thread, which closes it. {@link BackendName#AUTO} falls back to the CPU, with
     * one line in the log of this process.
     *
     * @param ordinal which GPU, from 0
     * @throws DeviceException if a GPU is asked for and cannot be used
     */
    public Backend open(int ordinal) {
        if (name == BackendName.CPU) {
            return cpu();
        }
        try {
            return factory().open(ordinal, precision, packWidth);
        } catch (DeviceException e) {
            if (name == BackendName.GPU) {
                throw e;
            }
            logFallback(e.getMessage());
            return cpu();
        }
    }

    /**
     * Opens the backend for trials of one shape. {@link BackendName#AUTO} falls back to the CPU also if the GPU cannot
     * train them.
     *
     * @param ordinal which GPU, from 0
     * @param trial one of them
     * @throws DeviceException if a GPU is requested and cannot be used, or not for these trials
     */
    public Backend open(int ordinal, Trial trial) {
        Backend backend = open(ordinal);
        boolean can = false;
        try {
            can = backend.packWidth(trial) > 0;
        } finally {
            if (!can) {
                backend.close();
            }
        }
        if (can) {
            return backend;
        }
        if (name == BackendName.GPU) {
            throw cannotTrain(trial);
        }
        return cpu();
    }

    /** Reports that the GPU cannot train such trials. */
    public static DeviceException cannotTrain(Trial trial) {
        return new DeviceException(
                "the backend gpu cannot train " + trial.label() + ", see docs/gpu.md; cpu and auto can");
    }

    /** Reports once per process why no GPU is used. */
    public static void logFallback(String reason) {
        if (!FALLBACK_LOGGED.getAndSet(true)) {
            LOG.log(System.Logger.Level.INFO, "training on the CPU and not on a GPU: {0}", reason);
        }
    }

    /** The backend that needs no device. */
    public static Backend cpu() {
        return new CpuBackend(Providers.chosen());
    }

    private static BackendFactory factory() {
        return ServiceLoader.load(BackendFactory.class, BackendFactory.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new DeviceException("this build of fw-lstm has no GPU backend"));
    }
}
