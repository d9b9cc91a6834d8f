package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final int DRAWS = 8000;

    private static List<Object> draw(Distribution distribution, int count) {
        Draws draws = Draws.random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> distribution.at(draws.at("train.learning_rate", i)))
                .toList();
    }

    private static double[] numbers(Distribution distribution) {
        return draw(distribution, DRAWS).stream().mapToDouble(x -> (Double) x).toArray();
    }

    @Test
    void the_same_values_are_drawn_everywhere() {
        Draws random = Draws.random(0);
        Draws sobol = Draws.sobol(0, new TreeSet<>(List.of("cell.lambda", "train.learning_rate")), 4);
        Distribution rate = new Distribution.LogUniform(1e-4, 1e-2);
        assertThat(IntStream.range(0, 4).mapToObj(i -> rate.at(random.at("train.learning_rate", i))))
                .containsExactly(0.0010359, 4.60792e-4, 0.00582714, 5.84679e-4);
        assertThat(IntStream.range(0, 4).mapToObj(i -> rate.at(sobol.at("train.learning_rate", i))))
                .containsExactly(0.0010359, 1.0359e-4, 0.00327582, 3.27582e-4);
        assertThat(IntStream.range(0, 4).mapToObj(i -> new Distribution.Whole(20, 100).at(random.at("cell.hidden", i))))
                .containsExactly(54, 45, 35, 47);
    }

    @Test
    void uniform_is_even_between_its_ends() {
        double[] x = numbers(new Distribution.Uniform(0.8, 1.0));
        assertThat(Arrays.stream(x)).allMatch(value -> value >= 0.8 && value <= 1.0);
        assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0.9, within(0.003));
        assertThat(Arrays.stream(x).filter(value -> value < 0.85).count()).isBetween(1850L, 2150L);
    }

    @Test
    void log_uniform_is_even_over_the_orders_of_magnitude() {
        double[] x = numbers(new Distribution.LogUniform(1e-4, 1e-1));
        assertThat(Arrays.stream(x)).allMatch(value -> value >= 1e-4 && value <= 1e-1);
        for (double decade : new double[] {1e-4, 1e-3, 1e-2}) {
            assertThat(Arrays.stream(x)
                            .filter(value -> value >= decade && value < 10 * decade)
                            .count())
                    .isBetween(2500L, 2830L);
        }
    }

    @Test
    void int_takes_both_ends_and_all_between_alike() {
        Map<Object, Long> counts = draw(new Distribution.Whole(-1, 2), DRAWS).stream()
                .collect(Collectors.groupingBy(x -> x, TreeMap::new, Collectors.counting()));
        assertThat(counts.keySet()).containsExactly(-1, 0, 1, 2);
        assertThat(counts.values()).allMatch(count -> count > 1850 && count < 2150);
        assertThat(draw(new Distribution.Whole(5, 5), 3)).containsOnly(5);
        Distribution widest = new Distribution.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(widest.at(0)).isEqualTo(Integer.MIN_VALUE);
        assertThat(widest.at(Math.nextDown(1.0))).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void choice_takes_every_value_alike_null_included() {
        List<Object> x = draw(new Distribution.Choice(Arrays.asList("linear", null, 3.0)), DRAWS);
        assertThat(x.stream().filter(value -> value == null).count()).isBetween(2500L, 2830L);
        assertThat(x.stream().filter("linear"::equals).count()).isBetween(2500L, 2830L);
    }

    @Test
    void numbers_have_six_significant_digits_and_stay_within_bounds_that_have_more() {
        assertThat(Arrays.stream(numbers(new Distribution.LogUniform(1e-4, 1e-2))))
                .allMatch(x -> new BigDecimal(Double.toString(x)).precision() <= 6);
        Distribution wide = new Distribution.Uniform(0.8, 1);
        assertThat(wide.at(1e-9)).isEqualTo(0.8);
        assertThat(wide.at(1 - 1e-9)).isEqualTo(1.0);
        Distribution narrow = new Distribution.Uniform(0.12345678, 0.12345679);
        assertThat(narrow.at(0)).isEqualTo(0.12345678);
        assertThat((double) narrow.at(0.9)).isBetween(0.12345678, 0.12345679);
    }

    @Test
    void independent_draws_of_two_settings_do_not_correlate() {
        Draws draws = Draws.random(3);
        double covariance = IntStream.range(0, DRAWS)
                .mapToDouble(i -> (draws.at("cell.lambda", i) - 0.5) * (draws.at("cell.eta", i) - 0.5))
                .average()
                .orElseThrow();
        assertThat(12 * covariance).isCloseTo(0, within(0.04));
    }

    @Test
    void every_power_of_two_of_sobol_points_hits_every_interval_of_that_many_once() {
        List<String> settings = List.of("cell.eta", "cell.lambda", "train.batch", "train.learning_rate");
        for (long seed : new long[] {0, 1, 99}) {
            Draws draws = Draws.sobol(seed, new TreeSet<>(settings), 1024);
            for (int points = 1; points <= 1024; points *= 2) {
                for (String setting : settings) {
                    int intervals = points;
                    assertThat(IntStream.range(0, points)
                                    .map(i -> (int) (draws.at(setting, i) * intervals))
                                    .distinct()
                                    .count())
                            .isEqualTo(points);
                }
            }
        }
    }

    @Test
    void a_plane_of_sobol_points_is_covered_more_evenly_than_by_chance() {
        Draws draws = Draws.sobol(5, new TreeSet<>(List.of("cell.eta", "cell.lambda")), 256);
        assertThat(cells(draws)).isEqualTo(256); // each of 16 × 16
        assertThat(cells(Draws.random(5))).isLessThan(200);
    }

    private static long cells(Draws draws) {
        return IntStream.range(0, 256)
                .map(i -> (int) (draws.at("cell.eta", i) * 16) * 16 + (int) (draws.at("cell.lambda", i) * 16))
                .distinct()
                .count();
    }

    @Test
    void another_search_seed_draws_other_numbers() {
        TreeSet<String> settings = new TreeSet<>(List.of("cell.eta"));
        assertThat(Draws.random(1).at("cell.eta", 0))
                .isNotEqualTo(Draws.random(2).at("cell.eta", 0));
        assertThat(Draws.sobol(1, settings, 1).at("cell.eta", 0))
                .isNotEqualTo(Draws.sobol(2, settings, 1).at("cell.eta", 0));
    }
}
