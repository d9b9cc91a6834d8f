package fwlstm.math;

/**
 * a · b + c with one rounding, the same bits on every machine. {@link Math#fma} is an instruction where the processor has
 * one, and else decimal arithmetic that takes a thousand times as long; there the product and the sum are made of double
 * arithmetic, for about ten times the cost of the instruction.
 */
public final class Fma {
    /** A constant to the just-in-time compiler, which leaves nothing of the choice. */
    private static final boolean IS_INSTRUCTION = VirtualMachine.hasFma();

    /** The bits of a double below those of a float but the first: that one alone tells a tie between two floats. */
    private static final long BELOW_TIE = (1L << 28) - 1;

    private Fma() {}

    /** {@link Math#fma(float, float, float)}. */
    public static float fma(float a, float b, float c) {
        return IS_INSTRUCTION ? Math.fma(a, b, c) : emulated(a, b, c);
    }

    /**
     * The same without the instruction. The product of two floats has at most 48 bits and is exact in double. The sum is
     * rounded to double and then to float, which is wrong only where the first rounding ends on a tie between two floats,
     * or between a float and its neighbour below the normal ones: then the last 28 bits are all zero. There the sum is
     * moved by its last bit to where the exact one lies, which decides the tie and changes no other rounding.
     */
    static float emulated(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        long bits = Double.doubleToRawLongBits(sum);
        if ((bits & BELOW_TIE) != 0) {
            return (float) sum;
        }
        // What the sum lacks, exactly (Knuth's two-sum); NaN, which is neither above nor below 0, if the sum is not
        // finite.
        double added = sum - product;
        double error = (product - (sum - added)) + (c - added);
        if (error > 0 || error < 0) {
            bits += error > 0 == sum > 0 ? 1 : -1;
        }
        return (float) Double.longBitsToDouble(bits);
    }
}
