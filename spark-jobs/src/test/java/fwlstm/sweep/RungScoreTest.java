package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class RungScoreTest {
    @Test
    void a_record_gives_its_score_and_whether_it_goes_on() {
        assertThat(RungScore.of(Status.STOPPED, 0.5, 1.25)).isEqualTo(new RungScore(false, false, 0.5, 1.25));
        assertThat(RungScore.of(Status.DONE, 0.5, 1.25)).isEqualTo(new RungScore(true, false, 0.5, 1.25));
        assertThat(RungScore.of(Status.DIVERGED, 0.5, 1.25)).isEqualTo(new RungScore(true, true, 0.5, 1.25));
        assertThat(RungScore.of(Status.FAILED, null, null)).isEqualTo(new RungScore(true, true, 0, 0));
    }

    @Test
    void a_configuration_has_the_mean_of_its_seeds_and_is_finished_with_all_and_broken_with_one() {
        RungScore running = new RungScore(false, false, 0.25, 3);
        RungScore finished = new RungScore(true, false, 0.75, 1);
        RungScore broken = new RungScore(true, true, 0, 0);
        assertThat(RungScore.mean(List.of(running, finished))).isEqualTo(new RungScore(false, false, 0.5, 2));
        assertThat(RungScore.mean(List.of(finished, finished))).isEqualTo(finished);
        assertThat(RungScore.mean(List.of(running, broken)).broken()).isTrue();
    }

    @Test
    void an_accuracy_is_a_share() {
        assertThat(new RungScore(true, true, Double.NaN, Double.NaN).broken()).isTrue();
        for (double accuracy : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> new RungScore(false, false, accuracy, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
