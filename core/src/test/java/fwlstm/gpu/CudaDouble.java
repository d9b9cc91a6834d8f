package fwlstm.gpu;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A double of the CUDA driver and of cuBLAS that runs on the CPU, with the kernels compiled in from their sources; see
 * {@code src/test/cuda-double}. Test classes of the package run {@link OnCudaDouble}.
 */
final class CudaDouble {
    /** What can be chosen, numbered as in the double; environment variables set the same when it is loaded. */
    enum Option {
        /** Whether work runs as late as CUDA may run it, 0 or 1: CUEMU_LAZY. */
        LAZY(1),
        /** A seed for a random order of a block's threads, 0 for the natural one, -1 for the seed of this process. */
        SHUFFLE(-1),
        /** Whether each allocation ends at an unreadable page, 0 or 1: CUEMU_GUARD. */
        GUARD(0),
        /** Whether each kernel that runs is told of on the standard error output, 0 or 1: CUEMU_VERBOSE. */
        VERBOSE(0),
        /** A device's memory: CUEMU_MEM_MB. */
        MEBIBYTES(4096),
        /** How many devices there are: CUEMU_DEVICES. */
        DEVICES(1),
        /** The compute capability, 90 for 9.0: CUEMU_CAPABILITY. */
        CAPABILITY(90),
        /** The newest CUDA version that the driver knows, 12060 for 12.6: CUEMU_DRIVER. */
        DRIVER(12060),
        /** A CUresult with which the next kernel fails, once, or 0: CUEMU_FAULT. */
        FAULT(0);

        private final long usual;

        Option(long usual) {
            this.usual = usual;
        }
    }

    private static Path folder;

    private CudaDouble() {}

    /** Puts the double in the place of the real libraries; aborts the test where it cannot be built. */
    static synchronized void load() {
        if (folder == null) {
            Path built = build();
            // JCuda's libraries ask for these by name and get what is already loaded under it.
            System.load(built.resolve("libcuda.so.1").toString());
            System.load(built.resolve("libcublas.so.12").toString());
            folder = built;
        }
    }

    /**
     * The folder of the two libraries, to be put into the LD_LIBRARY_PATH of another process; aborts the test where they
     * cannot be built.
     */
    static Path build() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"), "GPU tests are skipped: the double is for Linux x86_64");
        try {
            Process build = new ProcessBuilder(sources().resolve("build").toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = build.waitFor();
            if (exit == 3) {
                abort("GPU tests are skipped: " + said);
            }
            if (exit != 0) {
                throw new AssertionError("the double does not compile:\n" + said);
            }
            return Path.of(said.lines().reduce((first, last) -> last).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Where the double's sources are, from whatever folder of the project the test runs in. */
    static Path sources() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("core/src/test/cuda-double"))) {
            folder = folder.getParent();
        }
        return folder.resolve("core/src/test/cuda-double");
    }

    /** Sets an option from now on. */
    static void set(Option option, long value) {
        set(option.ordinal(), value);
    }

    /** Sets all options as they are without environment variables; device memory is cut as in earnest. */
    static void reset() {
        for (Option option : Option.values()) {
            set(option, option.usual);
        }
        DeviceMemory.separatePieces = false;
    }

    /** Has everything looked at that leaves its piece of device memory, at some expense. */
    static void guardPieces() {
        set(Option.GUARD, 1);
        DeviceMemory.separatePieces = true;
    }

    private static native void set(int option, long value);

    /** The seed for the order of threads; that of this process is random, unless it is in CUEMU_SHUFFLE. */
    static native long seed();

    /** The device memory that is allocated at the moment. */
    static native long usedBytes();

    /** How much is allocated or held through the driver and cuBLAS at the moment: allocations, handles, contexts. */
    static native long liveObjects();
}
