package fwlstm.gpu;

import fwlstm.train.OutOfDeviceMemoryException;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** One allocation of device memory, divided into pieces. Copies and fills are asynchronous, on the session's stream. */
final class DeviceMemory implements AutoCloseable {
    /** The alignment of pieces; enough for every access and for cuBLAS's fastest paths. */
    static final int ALIGNMENT = 256;

    /**
     * Whether each piece is a separate allocation, so that a tool that guards allocations finds accesses outside a
     * piece.
     */
    static volatile boolean separatePieces;

    private final GpuSession session;
    private final long bytes;
    private final boolean separate = separatePieces;
    private final List<Runnable> freeing = new ArrayList<>();
    private final CUdeviceptr base;
    private long used;

    /**
     * @param bytes at least 1
     * @throws OutOfDeviceMemoryException if there is not enough memory
     */
    DeviceMemory(GpuSession session, long bytes) {
        this.session = session;
        this.bytes = bytes;
        this.base = separate ? null : allocation(bytes);
    }

    private CUdeviceptr allocation(long size) {
        CUdeviceptr allocated = new CUdeviceptr();
        int result = JCudaDriver.cuMemAlloc(allocated, size);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new OutOfDeviceMemoryException("GPU " + session.device().ordinal() + " has "
                    + mebibytes(session.freeBytes()) + " MiB of free memory, and " + mebibytes(size + (1 << 20) - 1)
                    + " MiB are needed; train fewer trials at once or end what else uses the GPU (nvidia-smi lists"
                    + " it)");
        }
        CudaErrors.check(result, "allocate " + size + " bytes on the GPU");
        Runnable free = () -> JCudaDriver.cuMemFree(allocated);
        session.own(free);
        freeing.add(free);
        return allocated;
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    /** The size that a piece of the given bytes adds to an allocation, whatever precedes it. */
    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The next piece, for kernels and cuBLAS; its contents are undefined. */
    CUdeviceptr allocate(long bytes) {
        if (bytes < 0 || used + bytes > this.bytes) {
            throw new AssertionError(bytes + " bytes do not fit behind " + used + " of " + this.bytes);
        }
        long start = used;
        used = aligned(start + bytes);
        return separate ? allocation(Math.max(1, bytes)) : base.withByteOffset(start);
    }

    /** The device address of a piece, or of a place in it. */
    static long address(Pointer pointer) {
        return new Address(pointer).value();
    }

    /** Copies from the start of pinned memory, which must not change until the stream has reached this copy. */
    void toDevice(CUdeviceptr to, PinnedMemory from, long bytes) {
        toDevice(to, from, 0, bytes);
    }

    /** Copies from a place in pinned memory, which must not change until the stream has reached this copy. */
    void toDevice(CUdeviceptr to, PinnedMemory from, long fromByte, long bytes) {
        check(to, bytes);
        CudaErrors.check(
                JCudaDriver.cuMemcpyHtoDAsync(to, from.pointer(fromByte, bytes), bytes, session.stream()),
                "copy " + bytes + " bytes to the GPU");
    }

    /** Copies to the start of pinned memory, which must not be read before {@link GpuSession#synchronize()}. */
    void toHost(PinnedMemory to, CUdeviceptr from, long bytes) {
        toHost(to, 0, from, bytes);
    }

    /** Copies to a place in pinned memory, which must not be read before {@link GpuSession#synchronize()}. */
    void toHost(PinnedMemory to, long toByte, CUdeviceptr from, long bytes) {
        check(from, bytes);
        CudaErrors.check(
                JCudaDriver.cuMemcpyDtoHAsync(to.pointer(toByte, bytes), from, bytes, session.stream()),
                "copy " + bytes + " bytes from the GPU");
    }

    /** Copies within the device; the target is in this memory. */
    void copy(CUdeviceptr to, CUdeviceptr from, long bytes) {
        check(to, bytes);
        CudaErrors.check(
                JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, session.stream()),
                "copy " + bytes + " bytes on the GPU");
    }

    /** Writes a number of equal floats. */
    void fill(CUdeviceptr to, float value, long count) {
        check(to, count * Float.BYTES);
        CudaErrors.check(
                JCudaDriver.cuMemsetD32Async(to, Float.floatToRawIntBits(value), count, session.stream()),
                "fill " + count + " floats on the GPU");
    }

    /** Writes zeros. */
    void zero(CUdeviceptr to, long bytes) {
        check(to, bytes);
        CudaErrors.check(
                JCudaDriver.cuMemsetD8Async(to, (byte) 0, bytes, session.stream()),
                "clear " + bytes + " bytes on the GPU");
    }

    /** The driver would only notice accesses outside its allocation, and without a stack trace to this call. */
    private void check(CUdeviceptr pointer, long count) {
        long offset = separate ? 0 : address(pointer) - address(base);
        if (offset < 0 || count < 0 || offset + count > bytes) {
            throw new IndexOutOfBoundsException(count + " bytes at " + offset + " are not within " + bytes);
        }
    }

    @Override
    public void close() {
        freeing.forEach(session::free);
    }

    /** JCuda's address is accessible only to subclasses. */
    private static final class Address extends Pointer {
        Address(Pointer pointer) {
            super(pointer, 0);
        }

        long value() {
            return getNativePointer() + getByteOffset();
        }
    }
}
