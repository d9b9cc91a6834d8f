package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.Trial;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final CostModel model = new CostModel(1e9);
    private final WorkQueue queue = new WorkQueue(model);

    private static List<Trial> trials(String cell, int hidden, int seeds) {
        return SweepFile.parse(
                        "{name: q, task: {name: art, pairs: 8}, cell: {name: %s, hidden: %d}, seeds: %d}"
                                .formatted(cell, hidden, seeds),
                        List.of())
                .trials();
    }

    private void add(String cell, int hidden, int seeds) {
        trials(cell, hidden, seeds).stream().map(Assignment::whole).forEach(queue::add);
    }

    private List<Integer> hiddenInOrder() {
        List<Integer> order = new ArrayList<>();
        while (!queue.isEmpty()) {
            queue.take(0, 1).forEach(a -> order.add(a.trial().cell().layers().hidden()));
        }
        return order;
    }

    @Test
    void the_longest_goes_first() {
        add("lstm", 20, 1);
        add("lstm", 100, 2);
        add("lstm", 50, 1);
        assertThat(queue.size()).isEqualTo(4);
        assertThat(hiddenInOrder()).containsExactly(100, 100, 50, 20);
    }

    @Test
    void what_is_longest_follows_what_was_measured() {
        add("lstm", 20, 1);
        add("lstm", 100, 1);
        Assignment small = Assignment.whole(trials("lstm", 20, 1).get(0));
        Assignment large = Assignment.whole(trials("lstm", 100, 1).get(0));
        model.observe(small, 500); // a slow shape
        model.observe(large, 5); // stops early
        assertThat(hiddenInOrder()).containsExactly(20, 100);
    }

    @Test
    void what_a_search_has_promoted_goes_before_all_else() {
        add("lstm", 100, 1);
        Trial promoted = trials("lstm", 20, 1).get(0);
        queue.add(new Assignment(promoted, promoted.id(), 1, 500, 1000));
        assertThat(hiddenInOrder()).containsExactly(20, 100);
    }

    @Test
    void short_trials_are_taken_together_as_far_as_the_time_goes() {
        add("lstm", 20, 10);
        add("lstm", 50, 1);
        Assignment small = Assignment.whole(trials("lstm", 20, 1).get(0));
        model.observe(small, 0.5);
        double large = model.seconds(Assignment.whole(trials("lstm", 50, 1).get(0)));
        assertThat(queue.seconds()).isCloseTo(10 * 0.5 + large, within(1e-9));
        assertThat(queue.take(large + 1.1, 100)).hasSize(3); // the large one and two small
        assertThat(queue.take(100, 5)).hasSize(5);
        assertThat(queue.take(0, 5)).hasSize(1); // never none
        assertThat(queue.take(100, 100)).hasSize(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void predictions_come_from_the_most_similar_that_was_measured() {
        Assignment lstm50 = Assignment.whole(trials("lstm", 50, 1).get(0));
        Assignment lstm20 = Assignment.whole(trials("lstm", 20, 1).get(0));
        Assignment irnn20 = Assignment.whole(trials("irnn", 20, 1).get(0));
        assertThat(model.isCalibrated()).isFalse();
        assertThat(model.seconds(lstm50)).isCloseTo(lstm50.cost() / 1e9, within(1e-9));
        model.observe(lstm50, 10);
        model.observe(lstm50, 20);
        assertThat(model.seconds(lstm50)).isCloseTo(15, within(1e-9));
        model.observe(irnn20, 7);
        assertThat(model.seconds(irnn20)).isCloseTo(7, within(1e-9));
        assertThat(model.seconds(lstm20)).isCloseTo(15 * lstm20.cost() / lstm50.cost(), within(1e-9));
    }
}
