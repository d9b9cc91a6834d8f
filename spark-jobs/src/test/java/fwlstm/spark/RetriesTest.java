package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.sweep.CostModel;
import fwlstm.sweep.SweepFile;
import fwlstm.sweep.WorkItem;
import fwlstm.sweep.WorkQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private static final List<WorkItem> PACK = SweepFile.parse(
                    "{name: r, task: {name: art, pairs: 1}, cell: {name: irnn, hidden: 5}, seeds: 5}", List.of())
            .trials()
            .stream()
            .map(WorkItem::whole)
            .toList();
    private static final WorkItem FATAL = PACK.get(3);

    private final WorkQueue queue = new WorkQueue(new CostModel(1e9), trial -> 64);
    private final Retries retries = new Retries(new Attempts(1), queue, true);

    /** Tries what is to be tried next, on an executor that the fatal one kills. Returns whether that was the end of it. */
    private boolean tryNext(boolean suspect) {
        JobGroup group = retries.next(false).orElseThrow();
        assertThat(group.isSuspect()).isEqualTo(suspect);
        return group.items().contains(FATAL)
                && retries.lost(group, group.items()).equals(List.of(FATAL));
    }

    @Test
    void a_pack_whose_executor_is_lost_is_a_pack_again_then_suspect_and_halved_to_the_one() {
        for (int losses = 0; losses < 2; losses++) {
            assertThat(retries.lost(new JobGroup(PACK, false), PACK)).isEmpty();
            if (losses == 0) {
                assertThat(queue.takePack(1)).isEqualTo(PACK);
                assertThat(retries.next(false)).isEmpty();
            }
        }
        assertThat(queue.isEmpty()).isTrue();
        assertThat(retries.next(true)).as("no two suspects at once").isEmpty();
        int tried = 0;
        for (boolean found = false; !found; tried++) {
            found = tryNext(true);
        }
        assertThat(tried).isEqualTo(4); // all five, three without it, two with it, it alone
        assertThat(retries.next(false).map(JobGroup::items).orElse(List.of())).doesNotContain(FATAL);
    }

    @Test
    void a_trial_that_throws_is_tried_again_alone_as_often_as_it_may() {
        Retries twice = new Retries(new Attempts(2), queue, true);
        assertThat(twice.threw(FATAL)).isFalse();
        assertThat(twice.next(false).orElseThrow().items()).containsExactly(FATAL);
        assertThat(twice.threw(FATAL)).isTrue();
        assertThat(twice.next(false)).isEmpty();
    }

    @Test
    void what_missed_a_device_goes_back_to_the_packs_until_that_has_happened_too_often() {
        Retries twice = new Retries(new Attempts(2), queue, true);
        PACK.forEach(item -> assertThat(twice.missed(item)).isFalse());
        assertThat(queue.takePack(1)).isEqualTo(PACK);
        assertThat(twice.missed(FATAL)).isTrue();
    }

    @Test
    void without_packs_each_is_tried_alone() {
        Retries retries = new Retries(new Attempts(1), new WorkQueue(new CostModel(1e9)), false);
        JobGroup group = new JobGroup(PACK.subList(0, 2), false);
        assertThat(retries.lost(group, group.items())).isEmpty();
        assertThat(retries.next(false).orElseThrow().items()).hasSize(1);
        assertThat(retries.next(false).orElseThrow().items()).hasSize(1);
        assertThat(retries.next(false)).isEmpty();
    }
}
