package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.config.Trial;
import fwlstm.train.PackShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final CostModel model = new CostModel(1e9);
    private final WorkQueue queue = new WorkQueue(model);

    private static List<Trial> trials(String cell, int hidden, int seeds) {
        return SweepFile.parse(
                        String.format(
                                Locale.ROOT,
                                "{name: q, task: {name: art, pairs: 8}, cell: {name: %s, hidden: %d}, seeds: %d}",
                                cell,
                                hidden,
                                seeds),
                        List.of())
                .trials();
    }

    private void add(String cell, int hidden, int seeds) {
        trials(cell, hidden, seeds).stream().map(WorkItem::whole).forEach(queue::add);
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
        WorkItem small = WorkItem.whole(trials("lstm", 20, 1).get(0));
        WorkItem large = WorkItem.whole(trials("lstm", 100, 1).get(0));
        model.observe(small, 0, small.until(), 500); // a slow shape
        model.observe(large, 0, large.until(), 5);
        assertThat(hiddenInOrder()).containsExactly(20, 100);
    }

    @Test
    void what_a_search_has_promoted_goes_before_all_else() {
        add("lstm", 100, 1);
        Trial promoted = trials("lstm", 20, 1).get(0);
        queue.add(new WorkItem(promoted, promoted.id(), 1, 500, 1000));
        assertThat(hiddenInOrder()).containsExactly(20, 100);
    }

    @Test
    void short_trials_are_taken_together_as_far_as_the_time_goes() {
        add("lstm", 20, 10);
        add("lstm", 50, 1);
        WorkItem small = WorkItem.whole(trials("lstm", 20, 1).get(0));
        model.observe(small, 0, small.until(), 0.5);
        double large = model.expected(WorkItem.whole(trials("lstm", 50, 1).get(0)));
        assertThat(queue.seconds()).isCloseTo(10 * 0.5 + large, within(1e-9));
        assertThat(queue.take(large + 1.1, 100)).hasSize(3); // the large one and two small
        assertThat(queue.take(100, 5)).hasSize(5);
        assertThat(queue.take(0, 5)).hasSize(1); // never none
        assertThat(queue.take(100, 100)).hasSize(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void what_takes_exactly_the_time_is_taken() {
        add("lstm", 20, 2);
        add("lstm", 50, 1);
        double small = model.expected(WorkItem.whole(trials("lstm", 20, 1).get(0)));
        double large = model.expected(WorkItem.whole(trials("lstm", 50, 1).get(0)));
        assertThat(queue.take(large + small, 100)).hasSize(2);
    }

    /** How many items are in each pack, if so many slots are free and none becomes free meanwhile. */
    private static List<Integer> packs(WorkQueue packs, int free) {
        List<Integer> sizes = new ArrayList<>();
        while (!packs.isEmpty()) {
            List<WorkItem> pack = packs.takePack(free - sizes.size());
            assertThat(pack.stream().map(a -> PackShape.of(a.trial())).distinct())
                    .hasSize(1);
            assertThat(pack.stream().map(a -> List.of(a.from(), a.until())).distinct())
                    .hasSize(1);
            sizes.add(pack.size());
        }
        return sizes;
    }

    private WorkQueue packs(int width, Stream<WorkItem> items) {
        WorkQueue packs = new WorkQueue(model, trial -> width);
        items.forEach(packs::add);
        return packs;
    }

    @Test
    void packs_are_as_wide_as_they_may_be_and_leave_something_for_every_free_slot() {
        List<Trial> trials = trials("fw-lstm", 20, 100);
        assertThat(packs(packs(64, whole(trials)), 1)).containsExactly(64, 36);
        assertThat(packs(packs(64, whole(trials)), 4)).containsExactly(25, 25, 25, 25);
        assertThat(packs(packs(16, whole(trials)), 4)).containsExactly(16, 16, 16, 16, 16, 16, 4);
        assertThat(packs(packs(64, whole(trials.subList(0, 3))), 8)).containsExactly(1, 1, 1);
    }

    @Test
    void slots_go_to_other_shapes_before_a_pack_is_split() {
        Stream<WorkItem> two = Stream.concat(whole(trials("fw-lstm", 20, 10)), whole(trials("fw-lstm", 50, 10)));
        assertThat(packs(packs(64, two), 2)).containsExactly(10, 10);
        Stream<WorkItem> more = Stream.concat(whole(trials("fw-lstm", 20, 10)), whole(trials("fw-lstm", 50, 10)));
        assertThat(packs(packs(64, more), 4)).containsExactly(4, 3, 3, 10);
    }

    @Test
    void a_pack_has_one_shape_and_goes_from_one_rung_to_the_next() {
        List<Trial> trials = SweepFile.parse(
                        "{name: q, task: {name: art, pairs: 8}, cell: {name: fw-lstm, hidden: 20, lambda: [0.9, 1.0]},"
                                + " train: {learning_rate: [1e-3, 1e-2], batch: [32, 64]}, seeds: 2}",
                        List.of())
                .trials();
        WorkQueue packs = packs(64, whole(trials));
        trials.stream()
                .filter(trial -> trial.train().batch() == 32)
                .limit(3)
                .map(t -> new WorkItem(t, t.id(), 1, 500, 1000))
                .forEach(packs::add);
        assertThat(packs.takePack(1)).hasSize(3).allMatch(a -> a.rung() == 1);
        assertThat(packs(packs, 1)).containsExactly(8, 8);
    }

    @Test
    void what_costs_the_same_is_in_one_pack_only_if_it_is_trained_in_the_same_way() {
        List<Trial> trials = SweepFile.parse(
                        "{name: q, task: {name: art, pairs: 8}, cell: {name: lstm, hidden: 20},"
                                + " train: {optimizer: [adam, sgd]}, seeds: 2}",
                        List.of())
                .trials();
        assertThat(packs(packs(64, whole(trials)), 1)).containsExactly(2, 2);
        Stream<WorkItem> halves = Stream.of(0, 500).map(from -> {
            Trial trial = trials.get(from / 500);
            return new WorkItem(trial, trial.id(), 1, from, from + 500);
        });
        assertThat(packs(packs(64, halves), 1)).containsExactly(1, 1);
    }

    private static Stream<WorkItem> whole(List<Trial> trials) {
        return trials.stream().map(WorkItem::whole);
    }
}
