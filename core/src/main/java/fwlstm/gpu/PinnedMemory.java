package fwlstm.gpu;

import fwlstm.train.DeviceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * Host memory that the device accesses directly. Java arrays cannot be used for that, since the garbage collector moves
 * them. Its buffers must not be used once it is closed.
 */
final class PinnedMemory implements AutoCloseable {
    private final GpuSession session;
    private final int size;
    private final Pointer pointer = new Pointer();
    private final Runnable freeing = this::free;

    /**
     * @param bytes 1 to 2³¹−1
     * @throws DeviceException if there is not enough memory
     */
    PinnedMemory(GpuSession session, long bytes) {
        this.session = session;
        this.size = Math.toIntExact(bytes);
        int result = JCudaDriver.cuMemAllocHost(pointer, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) { // of the host; unrelated to the device's memory
            throw new DeviceException("cannot pin " + bytes + " bytes of the host's memory: there is not"
                    + " enough; train fewer trials at once or give the machine more memory");
        }
        CudaErrors.check(result, "pin " + bytes + " bytes of the host's memory");
        session.own(freeing);
    }

    /** To be called only after the stream's copies are done. */
    private void free() {
        JCudaDriver.cuStreamSynchronize(session.stream());
        JCudaDriver.cuMemFreeHost(pointer);
    }

    /** All of it, from 0, in the processor's byte order; a new buffer at each call. */
    ByteBuffer bytes() {
        return pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }

    /** All of it as floats, from 0; a new buffer at each call. */
    FloatBuffer floats() {
        return bytes().asFloatBuffer();
    }

    Pointer pointer() {
        return pointer;
    }

    /** A place in it, with at least the given bytes after it. */
    Pointer pointer(long offset, long bytes) {
        if (offset < 0 || bytes < 0 || offset + bytes > size) {
            throw new IndexOutOfBoundsException(bytes + " bytes at " + offset + " are not within " + size);
        }
        return pointer.withByteOffset(offset);
    }

    @Override
    public void close() {
        session.free(freeing);
    }
}
