package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.statistics.Ranking.Place;
import fwlstm.statistics.Ranking.Rank;
import fwlstm.statistics.Ranking.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final double[] LOW = {0.010, 0.012, 0.011, 0.009, 0.010};
    private static final double[] CLOSE = {0.011, 0.010, 0.013, 0.010, 0.009};
    private static final double[] HIGH = {0.110, 0.122, 0.113, 0.105, 0.118};

    /** Values of the seeds 0, 1, … */
    private static Map<Long, Double> seeds(double... values) {
        Map<Long, Double> bySeed = new HashMap<>();
        for (double value : values) {
            bySeed.put((long) bySeed.size(), value);
        }
        return bySeed;
    }

    private static Sample complete(double... values) {
        return new Sample(seeds(values), true);
    }

    private static List<Place> places(Sample... group) {
        return Ranking.of(Arrays.asList(group)).stream().map(Rank::place).toList();
    }

    @Test
    void the_lowest_mean_is_best_and_what_is_close_is_not_worse() {
        assertThat(places(complete(HIGH), complete(CLOSE), complete(LOW)))
                .containsExactly(Place.WORSE, Place.NOT_WORSE, Place.BEST);
    }

    @Test
    void equal_means_are_both_best() {
        assertThat(places(complete(0, 0, 0), complete(HIGH), complete(0, 0, 0)))
                .containsExactly(Place.BEST, Place.WORSE, Place.BEST);
    }

    @Test
    void what_lacks_seeds_is_neither_best_nor_tested() {
        Sample better = new Sample(seeds(0, 0, 0, 0), false);
        assertThat(places(better, complete(LOW), complete(HIGH)))
                .containsExactly(Place.INCOMPLETE, Place.BEST, Place.WORSE);
        assertThat(places(better, complete(LOW), new Sample(Map.of(), false)))
                .containsExactly(Place.INCOMPLETE, Place.ALONE, Place.INCOMPLETE);
        assertThat(places(better)).containsExactly(Place.ALONE);
    }

    @Test
    void with_two_seeds_there_is_a_best_but_no_test() {
        assertThat(places(complete(0.5, 0.5), complete(0, 0.1))).containsExactly(Place.TOO_FEW_SEEDS, Place.BEST);
        Sample otherSeeds = new Sample(Map.of(7L, 0.5, 8L, 0.5, 9L, 0.5), true);
        assertThat(places(otherSeeds, complete(LOW))).containsExactly(Place.TOO_FEW_SEEDS, Place.BEST);
    }

    /** Over all of its seeds the second is worse, on the three that both have it is better, significantly. */
    @Test
    void a_significant_difference_the_other_way_is_not_worse() {
        Sample second = new Sample(Map.of(0L, 0.0, 1L, 0.0, 2L, 0.0, 8L, 0.9, 9L, 0.9), true);
        List<Rank> ranks = Ranking.of(List.of(complete(0.11, 0.1, 0.12), second));
        assertThat(ranks.get(1).place()).isEqualTo(Place.NOT_WORSE);
        assertThat(ranks.get(1).holm().orElseThrow()).isLessThan(0.05);
    }

    /** Each p alone is below 5 %, and above it twice. */
    @Test
    void p_is_corrected_for_the_number_of_tests() {
        Sample best = complete(0, 0, 0, 0, 0);
        Sample worse = complete(1, 2, 3, 1, 0.2);
        Sample alike = complete(2, 3, 1, 0.2, 1);
        assertThat(places(best, worse)).containsExactly(Place.BEST, Place.WORSE);
        List<Rank> three = Ranking.of(List.of(best, worse, alike));
        Rank rank = three.get(1);
        double p = rank.test().orElseThrow().p();
        assertThat(p).isBetween(0.025, 0.05);
        assertThat(rank.holm().orElseThrow()).isCloseTo(2 * p, within(1e-12));
        assertThat(three).extracting(Rank::place).containsExactly(Place.BEST, Place.NOT_WORSE, Place.NOT_WORSE);
    }

    /** Holm: the smallest p is multiplied by the number of tests, the next one by one less, whatever their order. */
    @Test
    void the_larger_of_two_ps_is_corrected_by_less() {
        Sample best = complete(0, 0, 0, 0, 0);
        Sample worse = complete(1, 2, 3, 1, 0.2);
        Sample steady = complete(1, 1.01, 1, 0.99, 1);
        List<Rank> ranks = Ranking.of(List.of(best, worse, steady));
        assertThat(ranks).extracting(Rank::place).containsExactly(Place.BEST, Place.WORSE, Place.WORSE);
        Rank larger = ranks.get(1);
        assertThat(larger.holm().orElseThrow())
                .isEqualTo(larger.test().orElseThrow().p());
        Rank smaller = ranks.get(2);
        assertThat(smaller.holm().orElseThrow())
                .isCloseTo(2 * smaller.test().orElseThrow().p(), within(1e-12));
    }
}
