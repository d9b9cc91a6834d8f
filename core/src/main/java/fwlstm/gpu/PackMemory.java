package fwlstm.gpu;

import fwlstm.train.OutOfDeviceMemoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUdeviceptr;

/** The arrays of a pack in one piece of device memory, with room for a number of trials. */
final class PackMemory implements AutoCloseable {
    private final PackDimensions dimensions;
    private final int capacity;
    private final DeviceMemory memory;
    private final Map<PackArray, CUdeviceptr> arrays = new EnumMap<>(PackArray.class);
    private final CUdeviceptr best;

    /** @throws OutOfDeviceMemoryException if there is not enough memory */
    PackMemory(GpuSession session, PackDimensions dimensions, int capacity) {
        this.dimensions = dimensions;
        this.capacity = capacity;
        memory = new DeviceMemory(session, bytes(dimensions, capacity));
        for (PackArray array : PackArray.values()) {
            arrays.put(array, memory.allocate(capacity * array.bytes(dimensions)));
        }
        if (!dimensions.hasInputNorm()) {
            arrays.put(PackArray.DX, arrays.get(PackArray.Z));
        }
        best = memory.allocate(capacity * PackArray.PARAMETERS.bytes(dimensions));
        // Memory that kernels read without having written it: the padding of parameters, states before the first step.
        for (PackArray array : List.of(
                PackArray.PARAMETERS,
                PackArray.GRADIENTS,
                PackArray.FIRST_MOMENT,
                PackArray.SECOND_MOMENT,
                PackArray.H,
                PackArray.C,
                PackArray.CURSOR)) {
            zero(array);
        }
        memory.zero(best, capacity * PackArray.PARAMETERS.bytes(dimensions));
    }

    /** The size of a pack on the device in bytes. */
    static long bytes(PackDimensions dimensions, int trials) {
        long sum = DeviceMemory.aligned(trials * PackArray.PARAMETERS.bytes(dimensions)); // the best ones
        for (PackArray array : PackArray.values()) {
            sum += DeviceMemory.aligned(trials * array.bytes(dimensions));
        }
        return sum;
    }

    CUdeviceptr at(PackArray array) {
        return arrays.get(array);
    }

    /** A place in an array, {@code offset} numbers from its start. */
    CUdeviceptr at(PackArray array, long offset) {
        return arrays.get(array).withByteOffset(offset * array.size);
    }

    /** A trial's part of an array. */
    CUdeviceptr of(PackArray array, int slot) {
        return at(array, slot * array.count(dimensions));
    }

    /** A trial's best parameters. */
    CUdeviceptr best(int slot) {
        return best.withByteOffset(slot * PackArray.PARAMETERS.bytes(dimensions));
    }

    DeviceMemory device() {
        return memory;
    }

    void zero(PackArray array) {
        memory.zero(at(array), capacity * array.bytes(dimensions));
    }

    /**
     * The struct with the addresses of all arrays, for kernels that work on the first {@code width} trials.
     *
     * @param dimensions the ones that the memory was made for, or the same with shorter sequences
     */
    byte[] struct(PackDimensions dimensions, int width) {
        Collection<Integer> integers = dimensions.integers(width).values();
        int bytes = Long.BYTES * PackArray.values().length + Integer.BYTES * integers.size();
        int aligned = (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        ByteBuffer struct = ByteBuffer.allocate(aligned).order(ByteOrder.nativeOrder());
        for (PackArray array : PackArray.values()) {
            struct.putLong(DeviceMemory.address(at(array)));
        }
        integers.forEach(struct::putInt);
        return struct.array();
    }

    @Override
    public void close() {
        memory.close();
    }
}
