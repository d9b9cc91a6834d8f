package fwlstm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

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

    @Test
    void what_is_not_a_number_stays_so() {
        assertThat(Nonlinearity.tanh(Float.NaN)).isNaN();
        assertThat(Nonlinearity.sigmoid(Float.NaN)).isNaN();
        assertThat(Nonlinearity.relu(Float.NaN)).isNaN();
        assertThat(Nonlinearity.exp(Float.NaN)).isNaN();
    }
}
