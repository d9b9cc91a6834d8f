package fwlstm.gpu;

import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntFunction;
import jcuda.driver.CUdeviceptr;

/** Synchronous copies between the host and a pack's memory, through pinned memory. */
final class Transfers implements AutoCloseable {
    private final GpuSession session;
    private final PackDimensions dimensions;
    private final PackMemory memory;
    private final PackSlots slots;
    private final PinnedMemory staging;

    Transfers(GpuSession session, PackDimensions dimensions, PackMemory memory, PackSlots slots) {
        this.session = session;
        this.dimensions = dimensions;
        this.memory = memory;
        this.slots = slots;
        long rates = slots.count() * PackArray.RATES.bytes(dimensions);
        staging = new PinnedMemory(session, Math.max(rates, PackArray.PARAMETERS.bytes(dimensions)));
    }

    /** Sets for each trial whether the following operations apply to it. */
    void activate(boolean[] active) {
        ByteBuffer bytes = staging.bytes();
        for (int slot = 0; slot < slots.count(); slot++) {
            bytes.putInt(active[slots.trialIn(slot)] ? 1 : 0);
        }
        upload(PackArray.ACTIVE, slots.count());
    }

    /** Fills an array of one long integer for each trial. */
    void uploadLongs(PackArray array, IntFunction<? extends Number> ofTrial) {
        ByteBuffer bytes = staging.bytes();
        for (int slot = 0; slot < slots.count(); slot++) {
            bytes.putLong(ofTrial.apply(slots.trialIn(slot)).longValue());
        }
        upload(array, slots.count());
    }

    /** Fills an array of one float for each trial. */
    void uploadFloats(PackArray array, IntFunction<? extends Number> ofTrial) {
        FloatBuffer floats = floats();
        for (int slot = 0; slot < slots.count(); slot++) {
            floats.put(ofTrial.apply(slots.trialIn(slot)).floatValue());
        }
        upload(array, slots.count());
    }

    /** The staging buffer of {@link #upload(PackArray, long)}. */
    FloatBuffer floats() {
        return staging.floats();
    }

    /** Copies the first {@code count} staged numbers to the start of an array. */
    void upload(PackArray array, long count) {
        memory.device().toDevice(memory.at(array), staging, count * array.size);
        session.synchronize();
    }

    void upload(Parameters parameters, CUdeviceptr to) {
        FloatBuffer floats = floats();
        floats.put(new float[dimensions.parameterCount()]); // the padding between parameters
        for (ParameterSpec spec : parameters.specs()) {
            floats.put(dimensions.offset(spec.name()), parameters.get(spec.name()).data);
        }
        memory.device().toDevice(to, staging, PackArray.PARAMETERS.bytes(dimensions));
        session.synchronize();
    }

    /** All trials' parts of an array, slot by slot; valid until the next transfer. */
    ByteBuffer download(PackArray array) {
        memory.device().toHost(staging, memory.at(array), slots.count() * array.bytes(dimensions));
        session.synchronize();
        return staging.bytes();
    }

    void download(CUdeviceptr from, Parameters parameters) {
        memory.device().toHost(staging, from, PackArray.PARAMETERS.bytes(dimensions));
        session.synchronize();
        FloatBuffer floats = floats();
        for (ParameterSpec spec : parameters.specs()) {
            floats.get(dimensions.offset(spec.name()), parameters.get(spec.name()).data);
        }
    }

    @Override
    public void close() {
        staging.close();
    }
}
