package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.sweep.CostModel.Prediction;
import fwlstm.train.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepProgressTest {
    @Test
    void the_time_left_is_unknown_until_predictions_are_from_measurements() {
        SweepProgress progress = new SweepProgress(4);
        progress.waiting(40, false, 2);
        progress.started("a", new Prediction(20, 20));
        progress.ended("a", Status.DONE, 100, 10);
        assertThat(progress.now().secondsLeft()).isNegative();
        assertThat(progress.now().fraction()).isCloseTo(0.2, within(1e-9));
        progress.waiting(40, true, 2);
        assertThat(progress.now().secondsLeft()).isCloseTo(20, within(1e-9));
    }

    @Test
    void a_running_trial_takes_no_longer_than_others_did_and_no_longer_than_its_budget() {
        SweepProgress progress = new SweepProgress(1);
        progress.waiting(0, true, 1);
        progress.started("a", new Prediction(25, 100));
        progress.running(7, List.of(at(0, 100)));
        assertThat(progress.now().secondsLeft()).isCloseTo(25, within(1e-9));
        assertThat(progress.now().fraction()).isCloseTo(10.0 / 35, within(1e-9));
        progress.running(7, List.of(at(0, 900)));
        assertThat(progress.now().secondsLeft()).isCloseTo(10, within(1e-9));
    }

    @Test
    void updates_before_a_checkpoint_are_not_of_this_run() {
        SweepProgress progress = new SweepProgress(1);
        progress.waiting(0, true, 1);
        progress.started("a", new Prediction(100, 100));
        progress.running(7, List.of(at(900, 900)));
        assertThat(progress.now().updatesPerSecond()).isZero();
        assertThat(progress.now().secondsLeft()).isNegative();
        progress.running(7, List.of(at(900, 950)));
        assertThat(progress.now().updatesPerSecond()).isPositive();
        assertThat(progress.now().secondsLeft()).isCloseTo(5, within(1e-9));
    }

    private static TrialProgress at(int since, int update) {
        return new TrialProgress("a", "a trial", 0, since, update, 1000, null);
    }
}
