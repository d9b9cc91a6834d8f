package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.train.FlopCount;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CostModelTest {
    private static final int BUDGET = 1000;

    private final CostModel model = new CostModel(1e9);
    private final WorkItem lstm50 = whole("art", "lstm", 50);
    private final WorkItem lstm20 = whole("art", "lstm", 20);
    private final WorkItem irnn20 = whole("art", "irnn", 20);

    private static WorkItem whole(String task, String cell, int hidden) {
        return WorkItem.whole(SweepFile.parse(
                        String.format(
                                Locale.ROOT,
                                "{name: q, task: {name: %s, pairs: 8}, cell: {name: %s, hidden: %d}, train: {updates: %d}, seeds: 1}",
                                task,
                                cell,
                                hidden,
                                BUDGET),
                        List.of())
                .trials()
                .get(0));
    }

    private void observe(WorkItem item, double seconds) {
        model.observe(item, 0, BUDGET, seconds);
    }

    @Test
    void predictions_come_from_the_most_similar_that_was_measured() {
        assertThat(model.isCalibrated()).isFalse();
        assertThat(model.expected(lstm50)).isCloseTo(lstm50.cost() / 1e9, within(1e-9));
        observe(lstm50, 10);
        observe(lstm50, 20);
        assertThat(model.isCalibrated()).isTrue();
        assertThat(model.expected(lstm50)).isCloseTo(15, within(1e-9));
        assertThat(model.expected(whole("mart", "lstm", 50))).isCloseTo(15, within(1e-9));
        observe(irnn20, 7);
        assertThat(model.expected(irnn20)).isCloseTo(7, within(1e-9));
        assertThat(model.expected(lstm20)).isCloseTo(15 * lstm20.cost() / lstm50.cost(), within(1e-9));
    }

    @Test
    void operations_of_no_trial_in_particular_take_the_mean_of_all() {
        assertThat(model.seconds(3e9)).isCloseTo(3, within(1e-9));
        observe(lstm50, 10);
        observe(irnn20, 20);
        assertThat(model.seconds(lstm50.cost() + irnn20.cost())).isCloseTo(30, within(1e-9));
    }

    @Test
    void a_trial_that_went_on_from_a_checkpoint_says_how_fast_the_rest_was() {
        model.observe(lstm50, 900, BUDGET, 3);
        double most = 3 * lstm50.cost() / FlopCount.of(lstm50.trial(), 900, BUDGET);
        assertThat(model.predict(lstm50).most()).isCloseTo(most, within(1e-9));
        assertThat(model.predict(lstm50).expected()).isCloseTo(most, within(1e-9));
    }

    @Test
    void a_trial_that_was_recorded_before_says_nothing_about_speed() {
        model.observe(lstm50, BUDGET, BUDGET, 0.01);
        assertThat(model.isCalibrated()).isFalse();
        assertThat(model.predict(lstm50).most()).isCloseTo(lstm50.cost() / 1e9, within(1e-9));
        observe(lstm50, 10);
        assertThat(model.expected(lstm50)).isCloseTo(10, within(1e-9));
    }

    @Test
    void trials_that_stop_early_let_others_be_expected_to_the_more_alike_and_the_more_often() {
        for (int ended = 0; ended < 20; ended++) {
            model.observe(lstm50, 0, BUDGET / 10, 1);
        }
        double share = FlopCount.of(lstm50.trial(), 0, BUDGET / 10) / lstm50.cost();
        double most = model.predict(lstm50).most();
        double same = model.expected(lstm50) / most;
        double otherTask = model.expected(whole("mart", "lstm", 50)) / most;
        double otherCell = model.expected(irnn20) / model.predict(irnn20).most();
        assertThat(same).isBetween(share, 1.01 * share);
        assertThat(otherTask).isGreaterThan(same).isLessThan(1.05 * share);
        assertThat(otherCell).isBetween(otherTask, 1.5 * share);
        assertThat(most).isCloseTo(lstm50.cost() / FlopCount.of(lstm50.trial(), 0, BUDGET / 10), within(1e-9));
    }

    @Test
    void one_that_stopped_early_says_little() {
        model.observe(lstm50, 0, BUDGET / 10, 1);
        assertThat(model.expected(irnn20) / model.predict(irnn20).most()).isBetween(0.5, 0.6);
    }
}
