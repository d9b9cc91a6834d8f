package fwlstm.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that all kernels use: the widest of the processor up to 512 bits, or as -Dfwlstm.vector.bits says. */
final class Lanes {
    static final VectorSpecies<Float> FLOATS = choose();

    /** Floats in a vector. */
    static final int L = FLOATS.length();

    private Lanes() {}

    private static VectorSpecies<Float> choose() {
        String forced = System.getProperty(VectorProvider.BITS);
        if (forced == null) {
            int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
            return bits < 256
                    ? FloatVector.SPECIES_128
                    : bits < 512 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_512;
        }
        return switch (forced) {
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default ->
                throw new IllegalStateException(
                        VectorProvider.BITS + " is " + forced); // VectorProvider refuses it before
        };
    }

    static FloatVector load(float[] x, int n) {
        return FloatVector.fromArray(FLOATS, x, n);
    }

    static FloatVector all(float x) {
        return FloatVector.broadcast(FLOATS, x);
    }
}
