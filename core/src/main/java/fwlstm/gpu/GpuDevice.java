package fwlstm.gpu;

import java.util.Locale;
import java.util.Optional;

/**
 * A GPU of this machine, as described by the driver.
 *
 * @param ordinal its number among those that CUDA_VISIBLE_DEVICES leaves, from 0
 * @param name its marketing name
 * @param major the compute capability before the point
 * @param minor the compute capability after the point
 * @param multiprocessors the number of multiprocessors
 * @param totalBytes all memory
 * @param freeBytes the free memory at the time of the query; 0 if another process has the GPU exclusively
 * @param sharedBytesPerBlock the most shared memory that a kernel can opt in to
 * @param driverVersion the newest CUDA version that the driver knows: 12060 is 12.6
 */
public record GpuDevice(
        int ordinal,
        String name,
        int major,
        int minor,
        int multiprocessors,
        long totalBytes,
        long freeBytes,
        int sharedBytesPerBlock,
        int driverVersion) {
    /** For people: name, memory, compute capability, multiprocessors and driver. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s, %d of %d MiB free, compute capability %d.%d, %d multiprocessors, driver for CUDA %d.%d",
                name,
                freeBytes >> 20,
                totalBytes >> 20,
                major,
                minor,
                multiprocessors,
                driverVersion / 1000,
                driverVersion % 1000 / 10);
    }

    /** The reason why this GPU can never be used, if so. */
    Optional<String> tooOld() {
        return major * 10 + minor >= 75
                ? Optional.empty()
                : Optional.of("GPU " + ordinal + " (" + name + ") has compute capability " + major + "." + minor
                        + ", and 7.5 is needed (Turing, 2018, or newer)");
    }

    /** The reason why this GPU cannot be used while it has no free memory. */
    String full() {
        return "GPU " + ordinal + " (" + name
                + ") has no free memory, or another process holds it in exclusive mode; end"
                + " what uses it (nvidia-smi lists it)";
    }

    GpuDevice withFreeBytes(long bytes) {
        return new GpuDevice(
                ordinal, name, major, minor, multiprocessors, totalBytes, bytes, sharedBytesPerBlock, driverVersion);
    }
}
