package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParetoFrontTest {
    @Test
    void a_point_is_on_the_front_unless_another_is_as_good_in_one_quantity_and_better_in_the_other() {
        double[] x = {1, 2, 2, 3, 3, 0.5};
        double[] y = {9, 4, 5, 4, 1, 9};
        // (1, 9) and (3, 4) are as good in one quantity only, (2, 5) is worse than (2, 4).
        assertThat(ParetoFront.of(x, y)).containsExactly(false, true, false, false, true, true);
    }

    @Test
    void equal_points_are_on_the_front_together() {
        assertThat(ParetoFront.of(new double[] {1, 1}, new double[] {2, 2})).containsExactly(true, true);
        assertThat(ParetoFront.of(new double[0], new double[0])).isEmpty();
    }
}
