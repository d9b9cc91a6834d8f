package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceIntervalTest {
    /** Quantiles from printed tables of Student's t. */
    @ParameterizedTest
    @CsvSource({"2, 12.706", "3, 4.303", "5, 2.776", "10, 2.262", "31, 2.042"})
    void is_as_wide_as_printed_tables_say(int n, double quantile) {
        assertThat(ConfidenceInterval.halfWidth(n, 0.1) * Math.sqrt(n) / 0.1).isCloseTo(quantile, within(5e-4));
    }

    @Test
    void of_values_that_do_not_vary_it_is_a_point() {
        assertThat(ConfidenceInterval.halfWidth(5, 0)).isZero();
    }

    @Test
    void of_one_value_there_is_none() {
        assertThatThrownBy(() -> ConfidenceInterval.halfWidth(1, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfidenceInterval.halfWidth(3, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
