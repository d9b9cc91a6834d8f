package fwlstm.gpu;

import fwlstm.train.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.runtime.cudaStream_t;

/**
 * The GPU resources of one task thread: a reference to the device's primary context, a stream, a cuBLAS handle on it
 * and the kernels. Closing it frees memory and graphs that are still open. Only the thread that opened it may use it.
 */
final class GpuSession implements AutoCloseable {
    private static final String KERNELS = "fwlstm.ptx";

    private final GpuDevice device;
    private final CUdevice handle;
    private final CUcontext context;
    private final CUstream stream = new CUstream();
    private final cublasHandle blas = new cublasHandle();
    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> kernels = new HashMap<>();
    private final Map<String, Integer> sharedBytes = new HashMap<>();

    /** The actions that free open resources, last opened first. */
    private final Deque<Runnable> open = new ArrayDeque<>();

    private GpuSession(GpuDevice device, CUdevice handle, CUcontext context) {
        this.device = device;
        this.handle = handle;
        this.context = context;
    }

    /**
     * Opens a GPU for the calling thread.
     *
     * @throws DeviceException if there is no such GPU or it cannot be used
     */
    static GpuSession open(int ordinal) {
        return open(ordinal, kernelsOfThisVersion());
    }

    /** As {@link #open(int)}, with kernels in PTX, ended by a zero. */
    static GpuSession open(int ordinal, byte[] ptx) {
        GpuDevice device = Gpus.device(ordinal);
        refuse(device.tooOld());
        CUdevice handle = Gpus.handle(ordinal);
        // A thread that waits for the GPU sleeps; by default it may keep a core busy. An existing context stays as it
        // is, which does no harm.
        JCudaDriver.cuDevicePrimaryCtxSetFlags(handle, CUctx_flags.CU_CTX_SCHED_BLOCKING_SYNC);
        CUcontext context = new CUcontext();
        int retained = JCudaDriver.cuDevicePrimaryCtxRetain(context, handle);
        if (Gpus.isTaken(retained)) {
            refuse(Optional.of(device.full()));
        }
        CudaErrors.check(retained, "use GPU " + ordinal);
        GpuSession session = new GpuSession(device, handle, context);
        try {
            session.start(ptx);
            return session;
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static void refuse(Optional<String> reason) {
        reason.ifPresent(text -> {
            throw new DeviceException(text);
        });
    }

    private void start(byte[] ptx) {
        open.push(this::leaveContext);
        CudaErrors.check(JCudaDriver.cuCtxSetCurrent(context), "use GPU " + device.ordinal());
        if (freeBytes() == 0) {
            refuse(Optional.of(device.full()));
        }

        CudaErrors.check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "open a stream");
        open.push(() -> JCudaDriver.cuStreamDestroy(stream));

        CudaErrors.check(JCudaDriver.cuModuleLoadData(module, ptx), "load the kernels");
        open.push(() -> JCudaDriver.cuModuleUnload(module));

        CudaErrors.checkBlas(JCublas2.cublasCreate(blas), "start cuBLAS");
        open.push(() -> JCublas2.cublasDestroy(blas));
        CudaErrors.checkBlas(JCublas2.cublasSetStream(blas, new cudaStream_t(stream)), "start cuBLAS");
        // Its own would be allocated at the first product, which must not happen during a capture; setting a stream
        // forgets the one that is set here.
        long bytes = workspaceBytes();
        CUdeviceptr workspace = new DeviceMemory(this, bytes).allocate(bytes);
        CudaErrors.checkBlas(JCublas2.cublasSetWorkspace(blas, workspace, bytes), "start cuBLAS");
    }

    /** The size that cuBLAS's manual recommends. */
    private long workspaceBytes() {
        return (device.major() >= 9 ? 32L : 4L) << 20;
    }

    private static byte[] kernelsOfThisVersion() {
        try (InputStream resource = GpuSession.class.getResourceAsStream(KERNELS)) {
            if (resource == null) {
                throw new AssertionError(KERNELS + " is not on the class path");
            }
            return terminated(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that ends with a zero, as C requires. */
    static byte[] terminated(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }

    GpuDevice device() {
        return device;
    }

    CUstream stream() {
        return stream;
    }

    cublasHandle blas() {
        return blas;
    }

    /** The present free device memory. */
    long freeBytes() {
        return Gpus.freeBytes();
    }

    CUfunction kernel(String name) {
        return kernels.computeIfAbsent(name, this::find);
    }

    private CUfunction find(String name) {
        CUfunction function = new CUfunction();
        int result = JCudaDriver.cuModuleGetFunction(function, module, name);
        if (result == CUresult.CUDA_ERROR_NOT_FOUND) {
            throw new AssertionError("there is no kernel " + name);
        }
        CudaErrors.check(result, "find the kernel " + name);
        return function;
    }

    /**
     * Allows a kernel more than 48 KiB of dynamic shared memory. The limit never decreases.
     *
     * @param bytes at most the device's {@link GpuDevice#sharedBytesPerBlock()}
     */
    void allowSharedMemory(String kernel, int bytes) {
        int most = sharedBytes.merge(kernel, bytes, Math::max);
        CudaErrors.check(
                JCudaDriver.cuFuncSetAttribute(
                        kernel(kernel), CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, most),
                "give the kernel " + kernel + " " + most + " bytes of shared memory");
    }

    /**
     * Puts a kernel on the stream; the arguments are read before it returns.
     *
     * @param arguments an array of pointers to the arguments
     */
    void launch(String kernel, int gridX, int gridY, int threads, int sharedBytes, Pointer arguments) {
        CudaErrors.check(
                JCudaDriver.cuLaunchKernel(
                        kernel(kernel), gridX, gridY, 1, threads, 1, 1, sharedBytes, stream, arguments, null),
                "launch the kernel " + kernel);
    }

    /**
     * Records the operations that the work puts on the stream, without running them. The work must neither allocate nor
     * wait.
     *
     * @throws DeviceException if the work did something that cannot be recorded
     */
    Graph capture(Runnable work) {
        CudaErrors.check(
                JCudaDriver.cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
                "begin a capture");
        CUgraph recorded = new CUgraph();
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (JCudaDriver.cuStreamEndCapture(stream, recorded) == CUresult.CUDA_SUCCESS) {
                JCudaDriver.cuGraphDestroy(recorded);
            }
            throw e;
        }
        CudaErrors.check(JCudaDriver.cuStreamEndCapture(stream, recorded), "end a capture");
        try {
            return new Graph(this, recorded);
        } finally {
            JCudaDriver.cuGraphDestroy(recorded);
        }
    }

    /**
     * Waits until everything on the stream is done.
     *
     * @throws DeviceException if any of it failed
     */
    void synchronize() {
        CudaErrors.check(JCudaDriver.cuStreamSynchronize(stream), "finish the work on the GPU");
    }

    /**
     * Creates an object with several resources of the session. If that fails, its resources are freed, so that a
     * smaller one may fit.
     */
    <T> T whole(Supplier<T> making) {
        Set<Runnable> before = new HashSet<>(open);
        try {
            return making.get();
        } catch (RuntimeException | Error e) {
            JCudaDriver.cuStreamSynchronize(stream);
            List.copyOf(open).stream()
                    .filter(freeing -> !before.contains(freeing))
                    .forEach(this::free);
            throw e;
        }
    }

    /** Registers a resource that {@link #close()} must free unless {@link #free} does so before. */
    void own(Runnable freeing) {
        open.push(freeing);
    }

    /** Frees a registered resource, once. */
    void free(Runnable freeing) {
        if (open.remove(freeing)) {
            freeing.run();
        }
    }

    /** Frees everything that is still open. Failures cannot be handled here, and their causes have been reported. */
    @Override
    public void close() {
        if (open.isEmpty()) {
            return;
        }
        JCudaDriver.cuCtxSetCurrent(context);
        JCudaDriver.cuStreamSynchronize(stream);
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }

    private void leaveContext() {
        JCudaDriver.cuDevicePrimaryCtxRelease(handle);
        int[] active = new int[1];
        JCudaDriver.cuDevicePrimaryCtxGetState(handle, new int[1], active);
        if (active[0] == 0) { // else it may belong to another session of this thread
            JCudaDriver.cuCtxSetCurrent(new CUcontext());
        }
    }
}
