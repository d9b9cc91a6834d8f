package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KernelMeanTest {
    private static final double[] CORNERS = {0, 1};
    private static final KernelMean MEAN = new KernelMean(CORNERS, CORNERS, new double[] {0, 10});

    /**
     * The standard deviation of 0 and 1 is √½, and 2^(−1/6) times that is 0.62996. From one point, the other one is at
     * the squared distance 2 / 0.62996² = 5.0397 in bandwidths, and its weight is exp(−5.0397 / 2) = 0.080473.
     */
    @Test
    void weights_fall_with_the_distance() {
        assertThat(MEAN.at(0, 0)).isCloseTo(10 * 0.080473 / 1.080473, within(1e-5));
        assertThat(MEAN.at(0.5, 0.5)).isCloseTo(5, within(1e-12));
        assertThat(MEAN.at(0, 1)).isCloseTo(5, within(1e-12));
    }

    @Test
    void units_of_the_axes_do_not_matter() {
        KernelMean other = new KernelMean(new double[] {0, 1e6}, CORNERS, new double[] {0, 10});
        assertThat(other.at(2e5, 0.4)).isCloseTo(MEAN.at(0.2, 0.4), within(1e-9));
    }

    /** Three bandwidths are 1.88988. */
    @Test
    void there_is_no_mean_far_from_all_points() {
        assertThat(MEAN.at(1, 1 + 1.889)).isCloseTo(10, within(0.01));
        assertThat(MEAN.at(1, 1 + 1.891)).isNaN();
        assertThat(MEAN.at(-1.889, 0)).isLessThan(0.01);
    }
}
