package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import fwlstm.config.Trial;
import fwlstm.model.Profile;
import fwlstm.model.Providers;
import fwlstm.train.FlopCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static List<Trial> trials(String cell, String more) {
        return SweepFile.parse(
                        "{name: e, task: {name: art, pairs: 8}, cell: {name: " + cell + ", hidden: 50}, seeds: 4" + more
                                + "}",
                        List.of())
                .trials();
    }

    @Test
    void an_estimate_counts_every_update_and_divides_by_the_cores_that_can_be_used() {
        List<Trial> trials = trials("fw-lstm", ", train: {updates: 1000}");
        Estimate one = Estimate.of(trials, Providers.chosen(), 1);
        assertThat(one.updates()).isEqualTo(4000);
        assertThat(one.seconds() * Profile.of(Providers.chosen()).typicalSpeed())
                .isCloseTo(4 * FlopCount.ofTrial(trials.get(0)), withinPercentage(1e-9));
        assertThat(Estimate.of(trials, Providers.chosen(), 2).seconds()).isCloseTo(one.seconds() / 2, within(1e-9));
        assertThat(Estimate.of(trials, Providers.chosen(), 64).seconds()).isCloseTo(one.seconds() / 4, within(1e-9));
    }

    @Test
    void cost_counts_the_operations_of_the_equations() {
        double lstm = FlopCount.ofUpdate(trials("lstm", "").get(0));
        // 3 · B · T · 2 · 4H · H of the recurrence is most of it; gates, readout and table are the rest
        double recurrence = 3.0 * 128 * 19 * 2 * 200 * 50;
        assertThat(lstm).isBetween(recurrence, 1.6 * recurrence);
        assertThat(FlopCount.ofUpdate(trials("fw-lstm", "").get(0))).isGreaterThan(lstm);
        assertThat(FlopCount.ofUpdate(trials("irnn", "").get(0))).isLessThan(lstm / 2);
    }
}
