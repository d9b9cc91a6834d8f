package fwlstm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonlinearityTest {
    @Test
    void tanh_is_within_a_millionth() {
        for (float x = -12f; x <= 12f; x += 0.00317f) {
            double exact = StrictMath.tanh(x);
            assertThat((double) Nonlinearity.tanh(x)).isCloseTo(exact, within(1e-6 * Math.abs(exact) + 1e-9));
        }
    }

    @Test
    void sigmoid_is_within_three_ten_millionths_and_stays_in_its_range() {
        for (float x = -40f; x <= 40f; x += 0.00917f) {
            float s = Nonlinearity.sigmoid(x);
            assertThat((double) s).isCloseTo(1 / (1 + StrictMath.exp(-x)), within(3e-7));
            assertThat(s).isBetween(0f, 1f);
        }
    }

    @Test
    void exp_is_within_two_ten_millionths() {
        for (float x = -87f; x <= 0f; x += 0.00711f) {
            double exact = StrictMath.exp(x);
            assertThat((double) Nonlinearity.exp(x)).isCloseTo(exact, within(2e-7 * exact));
        }
        assertThat(Nonlinearity.exp(-1e9f)).isLessThan(1e-37f).isNotNegative();
        assertThat(Nonlinearity.exp(0f)).isEqualTo(1f);
    }

    /** 0x7fffffff is what GPUs make; the others are of processors, quiet and signalling. */
    @ParameterizedTest
    @ValueSource(
            ints = {0x7fc00000, 0xffc00000, 0x7fffffff, 0xffffffff, 0x7f800001, 0xff800001, 0x7fbfffff, 0x7fe00000})
    void what_is_not_a_number_stays_so(int bits) {
        float nan = Float.intBitsToFloat(bits);
        assertThat(Nonlinearity.tanh(nan)).isNaN();
        assertThat(Nonlinearity.sigmoid(nan)).isNaN();
        assertThat(Nonlinearity.relu(nan)).isNaN();
        assertThat(Nonlinearity.exp(nan)).isNaN();
    }

    @Test
    void exp_of_minus_infinity_is_the_least_there_is() {
        assertThat(Nonlinearity.exp(Float.NEGATIVE_INFINITY)).isEqualTo(Nonlinearity.exp(-87f));
    }
}
