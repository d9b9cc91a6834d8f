package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void no_order_changes_a_bit() {
        Random random = new Random(7);
        List<Double> numbers = new ArrayList<>(
                DoubleStream.generate(random::nextGaussian).limit(11).boxed().toList());
        numbers.addAll(List.of(0.0, -0.0));
        Values first = Values.of(numbers);
        boolean plainSumsDiffer = false;
        double plain = numbers.stream().mapToDouble(x -> x).reduce(0, Double::sum);
        for (int k = 0; k < 50; k++) {
            Collections.shuffle(numbers, random);
            Values shuffled = Values.of(numbers);
            assertThat(shuffled.sum()).isEqualTo(first.sum());
            assertThat(shuffled.mean()).isEqualTo(first.mean());
            assertThat(shuffled.std()).isEqualTo(first.std());
            assertThat(shuffled.median()).isEqualTo(first.median());
            assertThat(shuffled.halfWidth()).isEqualTo(first.halfWidth());
            plainSumsDiffer |= numbers.stream().mapToDouble(x -> x).reduce(0, Double::sum) != plain;
        }
        assertThat(plainSumsDiffer).as("these numbers would tell").isTrue();
    }

    @Test
    void mean_spread_and_median_are_those_of_the_textbook() {
        Values values = Values.of(List.of(4, 1, 3, 2));
        assertThat(values.mean()).isEqualTo(2.5);
        assertThat(values.std()).isCloseTo(1.2910, within(5e-5));
        assertThat(values.median()).isEqualTo(2.5);
        assertThat(values.halfWidth()).isCloseTo(2.0543, within(5e-5)); // t(0.975, 3) = 3.1824
        assertThat(Values.of(List.of(5, 1, 3)).median()).isEqualTo(3);
    }

    @Test
    void sum_and_extremes() {
        Values values = Values.of(List.of(4, 1, 3, 2));
        assertThat(values.sum()).isEqualTo(10);
        assertThat(values.least()).isEqualTo(1);
        assertThat(values.most()).isEqualTo(4);
    }

    @Test
    void two_values_have_a_spread() {
        Values values = Values.of(List.of(1, 3));
        assertThat(values.std()).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(values.halfWidth()).isCloseTo(12.7062, within(5e-5)); // t(0.975, 1) · √2 / √2
    }

    @Test
    void equal_are_the_same_numbers_in_any_order() {
        Values values = Values.of(List.of(4, 1, 3));
        assertThat(values).isEqualTo(Values.of(List.of(1, 3, 4))).hasSameHashCodeAs(Values.of(List.of(1, 3, 4)));
        assertThat(values).isNotEqualTo(Values.of(List.of(1, 3))).isNotEqualTo(List.of(1, 3, 4));
        assertThat(values.hashCode()).isNotEqualTo(Values.of(List.of(1, 3)).hashCode());
    }

    @Test
    void spread_does_not_drown_in_a_large_mean() {
        assertThat(Values.of(List.of(1e9 + 1, 1e9 + 2, 1e9 + 3)).std()).isEqualTo(1);
        assertThat(Values.of(List.of(0.1, 0.1, 0.1)).std()).isZero();
    }

    @Test
    void what_there_is_too_little_for_is_null() {
        Values none = Values.of(List.of());
        assertThat(none.n()).isZero();
        assertThat(none.sum()).isZero();
        assertThat(none.mean()).isNull();
        assertThat(none.median()).isNull();
        assertThat(none.least()).isNull();
        assertThat(none.most()).isNull();
        assertThat(Values.of(List.of(1)).std()).isNull();
        assertThat(Values.of(List.of(1)).halfWidth()).isNull();
    }
}
