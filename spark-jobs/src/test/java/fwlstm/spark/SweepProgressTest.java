package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.spark.SweepProgress.Moment;
import fwlstm.sweep.CostModel.Prediction;
import fwlstm.train.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepProgressTest {
    @Test
    void the_time_left_is_unknown_until_predictions_are_from_measurements() {
        SweepProgress progress = new SweepProgress(List.of("a", "b", "c", "d"));
        progress.waiting(40, false, 2);
        progress.started("a", new Prediction(20, 20));
        progress.ended("a", Status.DONE, 100, 10);
        assertThat(progress.now().secondsLeft()).isNull();
        assertThat(progress.now().fraction()).isCloseTo(0.2, within(1e-9));
        progress.waiting(40, true, 2);
        assertThat(progress.now().secondsLeft()).isCloseTo(20, within(1e-9));
    }

    @Test
    void a_running_trial_takes_no_longer_than_others_did_and_no_longer_than_its_budget() {
        SweepProgress progress = new SweepProgress(List.of("a"));
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
        SweepProgress progress = new SweepProgress(List.of("a"));
        progress.waiting(0, true, 1);
        progress.started("a", new Prediction(100, 100));
        progress.running(7, List.of(at(900, 900)));
        assertThat(progress.now().updatesPerSecond()).isZero();
        assertThat(progress.now().secondsLeft()).isNull();
        progress.running(7, List.of(at(900, 950)));
        assertThat(progress.now().updatesPerSecond()).isPositive();
        assertThat(progress.now().secondsLeft()).isCloseTo(5, within(1e-9));
    }

    @Test
    void what_an_earlier_search_had_stopped_is_no_trial_more() {
        SweepProgress progress = new SweepProgress(List.of("new", "waiting"));
        progress.waiting(10, true, 1);
        progress.due("new");
        progress.due("old");
        progress.due("old"); // at its next rung
        progress.ended("old", Status.STOPPED, 100, 10);
        assertThat(progress.now().paused()).isOne();
        progress.ended("new", Status.DONE, 100, 10);
        progress.stopped("waiting"); // at a rung since an earlier run
        progress.stopped("another"); // neither trained nor recorded in this run
        assertThat(progress.now().fraction()).isLessThan(1);
        progress.ended("old", Status.DIVERGED, 100, 10);
        Moment now = progress.now();
        assertThat(now.trials()).isEqualTo(2);
        assertThat(now.ended()).isEqualTo(Map.of(Status.DONE, 1, Status.STOPPED, 1));
        assertThat(now.takenUp()).isOne();
        assertThat(now.takenUpEnded()).isEqualTo(Map.of(Status.DIVERGED, 1));
        assertThat(now.paused()).isZero();
        assertThat(now.fraction()).isOne();
        assertThat(now.secondsLeft()).isZero();
    }

    @Test
    void a_trial_counts_once_however_often_it_is_said_to_have_ended() {
        SweepProgress progress = new SweepProgress(List.of("a"));
        progress.ended("a", Status.DONE, 100, 10);
        progress.ended("a", Status.FAILED, 0, 0);
        assertThat(progress.now().ended()).isEqualTo(Map.of(Status.DONE, 1));
    }

    private static TrialProgress at(int since, int update) {
        return new TrialProgress("a", "a trial", 0, since, update, 1000, null);
    }
}
