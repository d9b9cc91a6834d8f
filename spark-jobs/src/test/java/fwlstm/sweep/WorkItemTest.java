package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkItemTest {
    private final Trial trial = SweepFile.parse(
                    "{name: items, task: {name: art, pairs: 4}, cell: {name: irnn, hidden: 5}, train: {updates: 1000},"
                            + " seeds: 1}",
                    List.of())
            .trials()
            .get(0);

    @Test
    void an_item_is_called_as_its_trial_with_its_updates_if_it_stops_before_the_end() {
        assertThat(WorkItem.whole(trial).label()).isEqualTo(trial.label());
        assertThat(new WorkItem(trial, trial.id(), 0, 0, 400).label()).isEqualTo(trial.label() + " to 400 updates");
    }

    @Test
    void without_a_search_every_item_is_due_once_and_nothing_is_to_come() {
        List<WorkItem> items = List.of(WorkItem.whole(trial));
        Scheduler scheduler = Scheduler.of(items);
        assertThat(scheduler.due()).isEqualTo(items);
        scheduler.ended(items.get(0), new RungScore(true, false, 0.5, 1));
        assertThat(scheduler.due()).isEmpty();
        assertThat(scheduler.stopped()).isEmpty();
        assertThat(scheduler.operationsToCome()).isZero();
    }
}
