package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.train.FlopCount;
import fwlstm.train.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SearchSchedulerTest {
    private static final int UPDATES = 4000;

    /** What has been recorded, by trial and update. */
    private final Map<String, Map<Integer, RungScore>> recorded = new HashMap<>();

    private int trained;

    private static Sweep sweep(int configurations) {
        return SweepFile.parse(String.format(Locale.ROOT, """
                name: scheduler
                task: {name: art, pairs: [4, 8]}
                cell: {name: irnn, hidden: 5}
                train: {updates: 4000, evaluate_every: 100, learning_rate: {log_uniform: [1e-4, 1e-2]}}
                seeds: 3
                search: {strategy: asha, configurations: %d}
                """, configurations), List.of());
    }

    private SearchScheduler scheduler(Sweep sweep) {
        return new SearchScheduler(
                sweep.studies(),
                (Search.Asha) sweep.search(),
                (id, until) -> Optional.ofNullable(recorded.get(id)).map(byUpdate -> byUpdate.get(until)));
    }

    /** What a trial reaches: a function of its id. Some diverge, some end by themselves before. */
    private static RungScore result(WorkItem item) {
        Random random = new Random(Long.parseUnsignedLong(item.id(), 16));
        int kind = random.nextInt(12);
        double quality = random.nextDouble();
        Status status =
                kind == 0 ? Status.DIVERGED : kind == 1 || item.until() == UPDATES ? Status.DONE : Status.STOPPED;
        return RungScore.of(status, quality * item.until() / UPDATES, 1 - quality);
    }

    /** Trains in a random order; stops after so many items. Returns the scheduler as it stands. */
    private SearchScheduler run(Sweep sweep, long seed, int most) {
        Random random = new Random(seed);
        SearchScheduler scheduler = scheduler(sweep);
        List<WorkItem> waiting = new ArrayList<>(scheduler.due());
        for (int n = 0; n < most && !waiting.isEmpty(); n++) {
            WorkItem next = waiting.remove(random.nextInt(waiting.size()));
            RungScore standing = result(next);
            trained++;
            recorded.computeIfAbsent(next.id(), id -> new HashMap<>()).put(next.until(), standing);
            scheduler.ended(next, standing);
            waiting.addAll(scheduler.due());
        }
        return scheduler;
    }

    private static Map<String, Integer> stopped(SearchScheduler scheduler) {
        return scheduler.stopped().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .collect(Collectors.toMap(WorkItem::id, WorkItem::until, (a, b) -> a, LinkedHashMap::new));
    }

    @Test
    void the_order_in_which_trials_end_changes_nothing() {
        Map<String, Integer> first = stopped(run(sweep(20), 1, Integer.MAX_VALUE));
        assertThat(first).isNotEmpty();
        for (long seed = 2; seed < 10; seed++) {
            recorded.clear();
            assertThat(stopped(run(sweep(20), seed, Integer.MAX_VALUE))).isEqualTo(first);
        }
    }

    @Test
    void a_search_cut_off_anywhere_goes_on_where_it_stood() {
        Map<String, Integer> whole = stopped(run(sweep(12), 1, Integer.MAX_VALUE));
        int needed = trained;
        for (int most = 0; most < needed; most += 3) {
            recorded.clear();
            trained = 0;
            run(sweep(12), most, most);
            assertThat(stopped(run(sweep(12), 99, Integer.MAX_VALUE))).isEqualTo(whole);
            assertThat(trained).isEqualTo(needed);
        }
    }

    @Test
    void every_seed_of_a_configuration_goes_on_or_none() {
        Sweep sweep = sweep(16);
        SearchScheduler scheduler = run(sweep, 1, Integer.MAX_VALUE);
        Map<String, Integer> reached = stopped(scheduler);
        for (Study study : sweep.studies()) {
            for (Configuration configuration : study.configurations()) {
                assertThat(configuration.trials().stream()
                                .map(trial -> reached.get(trial.id()))
                                .filter(until -> until != null)
                                .distinct())
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void what_ended_by_itself_is_not_stopped() {
        SearchScheduler scheduler = run(sweep(20), 1, Integer.MAX_VALUE);
        assertThat(scheduler.stopped())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(result(item).finished()).isFalse());
        assertThat(recorded.values())
                .as("some ended before the end of the ladder")
                .anyMatch(byUpdate -> byUpdate.get(400).finished());
    }

    @Test
    void a_preview_takes_nothing() {
        SearchScheduler scheduler = scheduler(sweep(8));
        List<WorkItem> preview = scheduler.peek();
        assertThat(preview).hasSize(2 * 8 * 3).isEqualTo(scheduler.peek());
        assertThat(scheduler.due()).isEqualTo(preview);
        assertThat(scheduler.due()).isEmpty();
    }

    @Test
    void a_grown_search_trains_only_what_is_new_or_newly_promoted() {
        run(sweep(8), 1, Integer.MAX_VALUE);
        int before = trained;
        Map<String, Integer> grown = stopped(run(sweep(24), 2, Integer.MAX_VALUE));
        int all = trained;
        assertThat(before).isPositive();
        recorded.clear();
        trained = 0;
        assertThat(stopped(run(sweep(24), 3, Integer.MAX_VALUE))).isEqualTo(grown);
        assertThat(all).isEqualTo(trained);
    }

    @Test
    void what_is_to_come_shrinks_to_nothing() {
        SearchScheduler scheduler = scheduler(sweep(8));
        double start = scheduler.operationsToCome();
        assertThat(start)
                .as("less than all to the end")
                .isLessThan(sweep(8).trials().stream()
                        .mapToDouble(FlopCount::ofTrial)
                        .sum());
        scheduler.due();
        assertThat(scheduler.operationsToCome()).isLessThan(start).isPositive();
        List<WorkItem> shuffled = new ArrayList<>(scheduler(sweep(8)).due());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(shuffled).hasSize(2 * 8 * 3).allMatch(a -> a.from() == 0 && a.rung() == 0);
    }
}
