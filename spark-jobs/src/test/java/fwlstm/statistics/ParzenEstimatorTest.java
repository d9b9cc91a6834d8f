package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ParzenEstimatorTest {
    /**
     * Two observations of the first of two choices: m = 2, so each kernel is (1 + ½, ½) / 2 = (¾, ¼), and with the
     * prior's (½, ½) the mixture is (2 · ¾ + ½, 2 · ¼ + ½) / 3.
     */
    @Test
    void a_choice_without_observations_has_a_share_too() {
        assertThat(ParzenEstimator.choices(new int[] {2, 0}))
                .containsExactly(new double[] {2.0 / 3, 1.0 / 3}, within(1e-15));
    }

    /**
     * All three choices observed, 3, 1 and 2 times: m = 4, a kernel is (1 + ¼, ¼, ¼) / (7/4), so that three of the
     * first, one of the second and two of the third are (3 + 6/4) · 4/7 = 18/7, 10/7 and 14/7, and 1/3 each is added.
     */
    @Test
    void more_observations_are_a_larger_share() {
        assertThat(ParzenEstimator.choices(new int[] {3, 1, 2}))
                .containsExactly(
                        new double[] {(18.0 / 7 + 1.0 / 3) / 7, (10.0 / 7 + 1.0 / 3) / 7, (14.0 / 7 + 1.0 / 3) / 7},
                        within(1e-15));
    }

    /**
     * One observation in the first of two cells: the bandwidth is the smallest, 0.5 / 1.64. Its normal kernel has
     * Φ(1.64) − Φ(−1.64) = 0.898995 in its cell and Φ(4.92) − Φ(1.64) = 0.050502 in the other one: 0.946811 and
     * 0.053189 of what is on the grid. The prior is around the middle, and has ½ in each.
     */
    @Test
    void normal_kernels_are_cut_at_the_ends_of_the_grid() {
        assertThat(ParzenEstimator.ordered(new int[] {1, 0}))
                .containsExactly(new double[] {(0.946811 + 0.5) / 2, (0.053189 + 0.5) / 2}, within(1e-5));
    }

    /** The values are those of the estimator in Optuna 5.0.0 for the same counts. */
    @Test
    void bandwidths_follow_scotts_rule() {
        // Limited by the standard deviation, …
        assertThat(ParzenEstimator.ordered(new int[] {3, 0, 1, 0, 2, 5, 0, 1}))
                .containsExactly(
                        new double[] {
                            0.11400704,
                            0.113147967,
                            0.106385838,
                            0.121263865,
                            0.151701536,
                            0.163175168,
                            0.137712518,
                            0.092606069
                        },
                        within(1e-9));
        // … by the distance of the quartiles, since there are outliers, …
        assertThat(ParzenEstimator.ordered(new int[] {1, 0, 2, 6, 9, 7, 1, 0, 0, 1, 0, 1}))
                .containsExactly(
                        new double[] {
                            0.026865027,
                            0.037078986,
                            0.095158602,
                            0.195947544,
                            0.255701789,
                            0.202675163,
                            0.085998233,
                            0.020076868,
                            0.012474319,
                            0.020331657,
                            0.022121023,
                            0.025570787
                        },
                        within(1e-9));
        // … and by the smallest bandwidth, since both quartiles are in the same cell.
        assertThat(ParzenEstimator.ordered(new int[] {0, 30, 1, 0}))
                .containsExactly(new double[] {0.054915507, 0.852441507, 0.083494681, 0.009148305}, within(1e-9));
    }
}
