package fwlstm.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels use: the widest of the processor up to 512 bits, or as -Dfwlstm.vector.bits says. */
final class Lanes {
    /** The system property that sets the width: 128, 256 or 512. */
    static final String PROPERTY = "fwlstm.vector.bits";

    static final VectorSpecies<Float> FLOATS = choose();
    static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

    /** Floats in a vector. */
    static final int L = FLOATS.length();

    private Lanes() {}

    private static VectorSpecies<Float> choose() {
        int bits = Integer.getInteger(PROPERTY, FloatVector.SPECIES_PREFERRED.vectorBitSize());
        return bits <= 128 ? FloatVector.SPECIES_128 : bits <= 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_512;
    }

    static FloatVector load(float[] x, int n) {
        return FloatVector.fromArray(FLOATS, x, n);
    }

    static FloatVector all(float x) {
        return FloatVector.broadcast(FLOATS, x);
    }

    static IntVector bits(float[] x, int n) {
        return FloatVector.fromArray(FLOATS, x, n).reinterpretAsInts();
    }
}
