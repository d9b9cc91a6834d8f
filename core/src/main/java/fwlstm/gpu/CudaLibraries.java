package fwlstm.gpu;

import fwlstm.io.Sentence;
import fwlstm.io.TemporaryFolder;
import fwlstm.train.DeviceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;

/**
 * Loads the driver and cuBLAS, once per process. JCuda's own failures are linkage errors that differ between the first
 * and later uses of a class; here the first reason is kept and reported again. A driver that does not start is tried
 * again.
 */
final class CudaLibraries {
    private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

    /** CUDA 12.0. */
    private static final int OLDEST_DRIVER = 12000;

    private static boolean linked;
    private static boolean loaded;
    private static DeviceException failure; // of linking

    private CudaLibraries() {}

    /**
     * Makes the driver usable; cheap after the first call.
     *
     * @throws DeviceException with the reason why it cannot be used here and what to install
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        if (failure != null) {
            throw new DeviceException(failure.getMessage(), failure);
        }
        if (!linked) {
            try {
                link();
                linked = true;
            } catch (DeviceException e) {
                failure = e;
                throw e;
            }
        }
        initialise(); // may fail now and succeed later
        loaded = true;
    }

    /** The newest CUDA version that the driver knows: 12060 is 12.6. */
    static int driverVersion() {
        int[] version = new int[1];
        CudaErrors.check(JCudaDriver.cuDriverGetVersion(version), "ask the driver for its version");
        return version[0];
    }

    private static void link() {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux") || !(processor.equals("amd64") || processor.equals("x86_64"))) {
            throw new DeviceException("GPUs are used on Linux x86_64 only, and this is " + system + " " + processor
                    + "; use backend cpu");
        }
        try {
            withNativesOfOurOwn(() -> {
                JCudaDriver.setExceptionsEnabled(false);
                JCublas2.setExceptionsEnabled(false);
            });
        } catch (LinkageError e) {
            throw new DeviceException(explain(e.getMessage() == null ? Sentence.of(e) : e.getMessage()), e);
        } catch (IOException | UncheckedIOException e) {
            throw new DeviceException(
                    "cannot unpack JCuda's libraries into " + System.getProperty(TEMPORARY_FOLDER) + ": "
                            + Sentence.of(e) + "; name another folder with -D" + TEMPORARY_FOLDER,
                    e);
        }
    }

    /**
     * JCuda unpacks its libraries to a fixed name in the temporary folder unless they exist, so that processes that
     * start at the same time load each other's half-written files. A separate folder prevents that; once loaded, the
     * files are not needed any more. JCuda reads the property only at that moment.
     */
    static void withNativesOfOurOwn(Runnable loading) throws IOException {
        Path folder = Files.createTempDirectory(TemporaryFolder.path(), "fwlstm-natives-");
        String before = System.getProperty(TEMPORARY_FOLDER);
        System.setProperty(TEMPORARY_FOLDER, folder.toString());
        try {
            loading.run();
        } finally {
            System.setProperty(TEMPORARY_FOLDER, before);
            delete(folder);
        }
    }

    /** Another user of the property at that moment keeps the folder's content. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isDirectory(file) || file.getFileName().toString().startsWith("libJ")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (DirectoryNotEmptyException e) {
            // it stays
        }
    }

    /** The remedy for a message of the dynamic linker. */
    static String explain(String said) {
        if (said.contains("libcuda.so")) {
            return "there is no NVIDIA driver here (libcuda.so.1 was not found); install driver 525 or newer";
        }
        if (said.contains("libcublas")) {
            return "cuBLAS 12 was not found (libcublas.so.12 and libcublasLt.so.12); install it with the"
                    + " distribution's package libcublas-12-6 or with \"pip install nvidia-cublas-cu12\", and put its"
                    + " folder into LD_LIBRARY_PATH; where only CUDA 13 may be, build the forwarder in"
                    + " core/src/main/cuda/forward";
        }
        if (said.contains("undefined symbol: cu")) {
            return "the NVIDIA driver is too old for CUDA 12; install driver 525 or newer";
        }
        if (said.contains("failed to map segment")
                || said.toLowerCase(Locale.ROOT).contains("permission denied")) {
            return "JCuda's libraries cannot be loaded from " + System.getProperty(TEMPORARY_FOLDER)
                    + ", perhaps mounted noexec; name another folder with -D" + TEMPORARY_FOLDER;
        }
        String reason = said.lines()
                .filter(line -> line.contains("UnsatisfiedLinkError"))
                .reduce((first, last) -> last)
                .or(() -> said.lines().findFirst())
                .orElse("no reason given");
        return "JCuda's libraries cannot be loaded: " + reason.strip();
    }

    private static void initialise() {
        int started = JCudaDriver.cuInit(0);
        int version = driverVersion();
        // An old driver may not even start for this program, so that its version is the better reason.
        if (version < OLDEST_DRIVER) {
            throw new DeviceException("the NVIDIA driver is too old: it knows CUDA " + version / 1000 + "."
                    + version % 1000 / 10 + ", and 12.0 is needed; install driver 525 or newer");
        }
        if (started == CUresult.CUDA_ERROR_NO_DEVICE) {
            throw new DeviceException("no NVIDIA GPU was found" + CudaErrors.visibleDevices());
        }
        CudaErrors.check(started, "start the NVIDIA driver");
    }
}
