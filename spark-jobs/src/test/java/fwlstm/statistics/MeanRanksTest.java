package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeanRanksTest {
    @Test
    void the_lowest_has_rank_1_and_equal_values_share_the_mean_of_theirs() {
        assertThat(MeanRanks.ranks(new double[] {0.3, 0.1, 0.2})).containsExactly(3, 1, 2);
        assertThat(MeanRanks.ranks(new double[] {0, 0.5, 0, 0})).containsExactly(2, 4, 2, 2);
    }

    @Test
    void ranks_are_averaged_over_conditions() {
        assertThat(MeanRanks.of(List.of(new double[] {1, 2, 3}, new double[] {1.5, 1.5, 3}, new double[] {3, 1, 2})))
                .containsExactly(5.5 / 3, 1.5, 8.0 / 3);
    }
}
