package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.train.Status;
import org.junit.jupiter.api.Test;

class SweepProgressTest {
    @Test
    void the_time_left_is_unknown_until_predictions_are_from_measurements() {
        SweepProgress progress = new SweepProgress(4);
        progress.waiting(40, false, 2);
        progress.started("a", 20);
        progress.ended("a", Status.DONE, 100, 10);
        assertThat(progress.now().secondsLeft()).isNegative();
        assertThat(progress.now().fraction()).isCloseTo(0.2, within(1e-9));
        progress.waiting(40, true, 2);
        assertThat(progress.now().secondsLeft()).isCloseTo(20, within(1e-9));
    }
}
