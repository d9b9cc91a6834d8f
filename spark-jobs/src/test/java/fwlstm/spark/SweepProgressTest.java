package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.results.LiveSweep;
import fwlstm.results.RunProgress;
import fwlstm.results.RunningTrial;
import fwlstm.results.RunningTrial.Point;
import fwlstm.spark.SweepProgress.Moment;
import fwlstm.sweep.CostModel.Prediction;
import fwlstm.train.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
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

    private static TrialProgress at(String trial, int update, Double accuracy) {
        return new TrialProgress(trial, trial, 0, 0, update, 1000, accuracy);
    }

    @Test
    void running_trials_have_the_curves_that_were_reported_until_their_task_ends() {
        SweepProgress progress = new SweepProgress(List.of("a", "b"));
        progress.running(7, List.of(at("a", 0, null), at("b", 0, null)));
        progress.running(7, List.of(at("a", 10, 0.12345678), at("b", 0, null)));
        progress.running(7, List.of(at("a", 10, 0.12345678), at("b", 20, 0.5))); // the first of them again
        progress.running(7, List.of(at("a", 30, 0.25), at("b", 30, null))); // the second has diverged
        assertThat(progress.now().curves())
                .containsExactly(
                        new RunningTrial("a", "a", 30, 1000, List.of(new Point(10, 0.1235), new Point(30, 0.25))),
                        new RunningTrial("b", "b", 30, 1000, List.of(new Point(20, 0.5))));
        progress.ended(7);
        assertThat(progress.now().curves()).isEmpty();
        progress.running(8, List.of(at("a", 100, 0.75)));
        assertThat(progress.now().curves().get(0).curve()).containsExactly(new Point(100, 0.75));
    }

    @Test
    void a_heartbeat_stays_small_however_many_trials_run_and_however_long() {
        SweepProgress progress = new SweepProgress(List.of("a"));
        for (int update = 1; update <= 100_000; update += 7) {
            progress.running(7, List.of(new TrialProgress("a", "a", 0, 0, update, 100_000, 0.123456)));
        }
        List<Point> curve = progress.now().curves().get(0).curve();
        assertThat(curve).hasSizeBetween(300, 402).isSortedAccordingTo(Comparator.comparingInt(Point::update));
        assertThat(curve.get(0).update()).isLessThan(2000);
        assertThat(curve.get(curve.size() - 1).update()).isGreaterThan(99_990);
        List<String> many = IntStream.range(0, 3000)
                .mapToObj(trial -> String.format(Locale.ROOT, "%016x", trial))
                .toList();
        for (int point = 1; point <= 20; point++) {
            int update = 100_000 + point;
            progress.running(
                    7, many.stream().map(trial -> at(trial, update, 0.123456)).toList());
        }
        List<RunningTrial> running = progress.now().curves();
        assertThat(running).hasSize(RunningCurves.MOST_TRIALS);
        assertThat(running.stream().mapToInt(trial -> trial.curve().size()).sum())
                .isLessThanOrEqualTo(RunningCurves.MOST_POINTS);
        assertThat(running.get(0).curve()).last().isEqualTo(new Point(100_020, 0.1235));
        String json = LiveSweep.here(progress.now().run(RunProgress.State.RUNNING, null))
                .json();
        assertThat(json.length()).isLessThan(1 << 20);
    }

    private static TrialProgress at(int since, int update) {
        return new TrialProgress("a", "a trial", 0, since, update, 1000, null);
    }
}
