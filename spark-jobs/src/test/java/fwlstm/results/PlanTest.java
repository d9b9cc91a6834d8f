package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.sweep.WorkItem;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import fwlstm.train.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    private static Sweep grid() {
        return SweepFile.parse(
                "{name: plan, task: {name: art, pairs: 2}, cell: {name: irnn, hidden: 5}, seeds: 4}", List.of());
    }

    private static Sweep search(int configurations) {
        return SweepFile.parse("""
                name: plan
                task: {name: art, pairs: 2}
                cell: {name: irnn, hidden: 5}
                train: {updates: 4000, evaluate_every: 100, learning_rate: {log_uniform: [1e-4, 1e-2]}}
                seeds: 1
                """, List.of("search={strategy: asha, configurations: " + configurations + "}"));
    }

    private static void publish(Ledger ledger, Trial trial, Status status, double accuracy) throws IOException {
        TrialRecord like = Records.record(0);
        TrialResult result =
                new TrialResult(status, 9, 400, accuracy, 400, 0.1, null, null, null, null, null, null, null, null);
        ledger.publish(RecordedTrial.of("plan", new TrialRecord(trial, result, like.execution(), like.curve())));
    }

    private static List<Trial> due(Plan plan) {
        return plan.scheduler().due().stream().map(WorkItem::trial).toList();
    }

    @Test
    void what_has_no_record_that_counts_is_trained() throws IOException {
        Sweep sweep = grid();
        List<Trial> trials = sweep.trials();
        publish(results.ledger(), trials.get(0), Status.DONE, 0.9);
        publish(results.ledger(), trials.get(1), Status.FAILED, 0.9);
        publish(results.ledger(), trials.get(2), Status.STOPPED, 0.9); // by a search
        Plan plan = Plan.of(sweep, results, false);
        assertThat(plan.trials()).isEqualTo(trials.subList(2, 4));
        assertThat(due(plan)).isEqualTo(plan.trials());
        assertThat(plan.work(sweep)).isEqualTo(plan.trials());
        assertThat(plan.ids())
                .containsExactlyInAnyOrder(trials.get(2).id(), trials.get(3).id());
        assertThat(plan.recorded()).hasSize(3);
        assertThat(plan.again()).isEqualTo(1);
        assertThat(plan.isEmpty()).isFalse();
        assertThat(trials.stream().map(plan::status))
                .containsExactly("done", "failed", "stopped, to train again", "to train");

        Plan retry = Plan.of(sweep, results, true);
        assertThat(retry.trials()).isEqualTo(trials.subList(1, 4));
        assertThat(retry.again()).isEqualTo(2);
        assertThat(retry.status(trials.get(1))).isEqualTo("failed, to train again");
    }

    @Test
    void nothing_is_left_once_every_trial_is_recorded() throws IOException {
        Sweep sweep = grid();
        for (Trial trial : sweep.trials()) {
            publish(results.ledger(), trial, Status.DONE, 0.9);
        }
        Plan plan = Plan.of(sweep, results, true);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(due(plan)).isEmpty();
    }

    /** A search of four that has compared them at its first rung, where the first was the best. */
    private void stopAllOf(Sweep four, boolean keepRung) throws IOException {
        double accuracy = 0.99;
        for (Trial trial : four.trials()) {
            publish(results.ledger(), trial, Status.STOPPED, accuracy);
            if (keepRung) {
                publish(results.rung(400), trial, Status.STOPPED, accuracy);
            }
            accuracy -= 0.01;
        }
    }

    @Test
    void a_stopped_trial_that_a_rung_promotes_resumes() throws IOException {
        Sweep four = search(4);
        stopAllOf(four, true);
        Plan plan = Plan.of(four, results, false);
        Trial best = four.trials().get(0);
        assertThat(plan.trials()).isEmpty();
        assertThat(plan.takenUp()).containsExactly(best.id());
        assertThat(plan.mayGoOn()).isEmpty();
        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.work(four)).containsExactly(best);
        assertThat(four.trials().stream().map(plan::status))
                .containsExactly("stopped, resumes", "stopped", "stopped", "stopped");
        assertThat(due(plan)).containsExactly(best);
    }

    @Test
    void stopped_trials_stay_as_they_are_if_their_rungs_are_gone() throws IOException {
        Sweep four = search(4);
        stopAllOf(four, false);
        Plan plan = Plan.of(four, results, false);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(due(plan)).isEmpty();
        assertThat(four.trials().stream().map(plan::status)).containsOnly("stopped");
    }

    @Test
    void in_a_grown_search_stopped_trials_may_resume() throws IOException {
        Sweep four = search(4);
        stopAllOf(four, true);
        Sweep eight = search(8);
        Plan plan = Plan.of(eight, results, false);
        assertThat(plan.trials()).isEqualTo(eight.trials().subList(4, 8));
        assertThat(plan.again()).isZero();
        assertThat(plan.mayGoOn())
                .isEqualTo(Set.copyOf(four.trials().stream().map(Trial::id).toList()));
        assertThat(eight.trials().subList(0, 5).stream().map(plan::status))
                .containsExactly(
                        "stopped, resumes",
                        "stopped, may resume",
                        "stopped, may resume",
                        "stopped, may resume",
                        "to train");
    }
}
