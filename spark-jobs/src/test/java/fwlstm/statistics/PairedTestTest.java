package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PairedTestTest {
    /** Differences 1, 2, 3, 4, 5: t = 3 / (√2.5 / √5) = 4.2426 with 4 degrees of freedom. */
    @Test
    void agrees_with_a_t_test_done_by_hand() {
        PairedTest test = PairedTest.of(
                        Map.of(1L, 0.0, 2L, 0.0, 3L, 0.0, 4L, 0.0, 5L, 0.0),
                        Map.of(1L, 1.0, 2L, 2.0, 3L, 3.0, 4L, 4.0, 5L, 5.0))
                .orElseThrow();
        assertThat(test.n()).isEqualTo(5);
        assertThat(test.difference()).isEqualTo(3);
        assertThat(test.p()).isCloseTo(0.0132, within(5e-5));
    }

    @Test
    void compares_only_seeds_that_are_in_both() {
        Map<Long, Double> first = Map.of(1L, 0.5, 2L, 0.75, 3L, 0.25, 9L, 100.0);
        Map<Long, Double> second = Map.of(3L, 0.5, 2L, 1.0, 1L, 1.0, 7L, -100.0);
        PairedTest test = PairedTest.of(first, second).orElseThrow();
        assertThat(test.n()).isEqualTo(3);
        assertThat(test.difference()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(PairedTest.of(second, first).orElseThrow().p()).isCloseTo(test.p(), within(1e-12));
    }

    @Test
    void needs_three_pairs() {
        assertThat(PairedTest.of(Map.of(1L, 0.1, 2L, 0.2, 3L, 0.3), Map.of(1L, 0.1, 2L, 0.2, 4L, 0.3)))
                .isEmpty();
    }

    @Test
    void of_equal_samples_p_is_one_and_of_a_constant_difference_zero() {
        Map<Long, Double> zero = Map.of(1L, 0.0, 2L, 0.0, 3L, 0.0);
        assertThat(PairedTest.of(zero, zero).orElseThrow().p()).isEqualTo(1);
        assertThat(PairedTest.of(zero, Map.of(1L, 0.5, 2L, 0.5, 3L, 0.5))
                        .orElseThrow()
                        .p())
                .isZero();
    }
}
