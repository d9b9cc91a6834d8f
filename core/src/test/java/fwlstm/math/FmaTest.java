package fwlstm.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against {@link Math#fma}, which is correct to the last bit on every Java, if not fast. */
class FmaTest {
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Math.nextDown(1f),
        Math.nextUp(1f),
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        3 * Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Math.nextDown(Float.MIN_NORMAL),
        -Math.nextUp(Float.MIN_NORMAL),
        0x1p-75f,
        0x1.000002p-75f,
        -0x1p-75f,
        0x1p-23f,
        0x1p-24f,
        -0x1p-24f,
        0x1p-25f,
        0x1p63f,
        0x1.fffffep63f,
        0x1p64f,
        -0x1p102f,
        0x1p103f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        Float.intBitsToFloat(0x7fffffff),
        Float.intBitsToFloat(0xff800001)
    };

    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void special_numbers_give_the_bits_of_the_instruction() {
        for (float a : SPECIAL) {
            for (float b : SPECIAL) {
                for (float c : SPECIAL) {
                    assertSame(a, b, c);
                }
            }
        }
    }

    @Test
    void any_bits_give_the_bits_of_the_instruction() {
        for (int n = 0; n < 100_000; n++) {
            float a = Float.intBitsToFloat(random.nextInt());
            float b = Float.intBitsToFloat(random.nextInt());
            assertSame(a, b, Float.intBitsToFloat(random.nextInt()));
            assertSame(a, b, -(a * b));
        }
    }

    /** Few bits set, and a sum about as large as the product or far smaller: sums end on or next to ties. */
    @Test
    void sums_near_a_tie_give_the_bits_of_the_instruction() {
        for (int n = 0; n < 300_000; n++) {
            int exponentOfA = random.nextInt(-100, 100);
            int exponentOfB = Math.max(-126, Math.min(127, random.nextInt(-155, 127) - exponentOfA));
            int exponentOfC = exponentOfA + exponentOfB + random.nextInt(-60, 60);
            assertSame(
                    sparse(exponentOfA),
                    sparse(exponentOfB),
                    sparse(Math.max(-127, Math.min(127, exponentOfC)))); // −127: below the normal ones
        }
    }

    private float sparse(int exponent) {
        int fraction = switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> 1 << random.nextInt(23);
            case 2 -> random.nextInt() & -1 << random.nextInt(23);
            default -> -1 << random.nextInt(23);
        };
        return Float.intBitsToFloat(random.nextInt() & 0x80000000 | exponent + 127 << 23 | fraction & 0x7fffff);
    }

    private static void assertSame(float a, float b, float c) {
        int found = Float.floatToIntBits(Fma.emulated(a, b, c));
        int expected = Float.floatToIntBits(Math.fma(a, b, c));
        if (found != expected) { // the assertion itself is slow
            assertThat(found).as("%s * %s + %s", a, b, c).isEqualTo(expected);
        }
        assert found == Float.floatToIntBits(Fma.fma(a, b, c));
    }
}
