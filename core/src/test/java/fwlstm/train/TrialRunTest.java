package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Score;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The decisions about a trial, on made-up evaluations. K = 4: guessing gives 0.325. */
class TrialRunTest {
    private static TrialRun run(Map<String, ?> train) {
        return run(4, train);
    }

    private static TrialRun run(int pairs, Map<String, ?> train) {
        return new TrialRun(new Trial(
                new TaskConfig(TaskName.ART, pairs),
                CellConfig.of("lstm", Map.of("hidden", 5)),
                Settings.bind(TrainConfig.class, train),
                Settings.bind(DataConfig.class, Map.of()),
                0));
    }

    private static Score score(int percent, double loss) {
        Score score = new Score();
        for (int n = 0; n < 100; n++) {
            score.add(n < percent, loss);
        }
        return score;
    }

    private static int evaluationsUntilStopped(TrialRun run, int... percents) {
        int evaluations = 0;
        while (run.isLive()) {
            run.evaluated(run.untilEvaluation(), 1, score(percents[Math.min(evaluations, percents.length - 1)], 1), 0);
            evaluations++;
        }
        return evaluations;
    }

    @Test
    void patience_waits_on_the_guessing_plateau() {
        Map<String, Object> train = Map.of("updates", 2000, "evaluate_every", 100, "patience", 3);
        assertThat(evaluationsUntilStopped(run(train), 10, 33, 33)).isEqualTo(20);
    }

    @Test
    void patience_runs_out_once_the_plateau_is_left() {
        Map<String, Object> train = Map.of("updates", 2000, "evaluate_every", 100, "patience", 3);
        assertThat(evaluationsUntilStopped(run(train), 10, 33, 33, 33, 33, 80, 79))
                .isEqualTo(6 + 3);
        assertThat(evaluationsUntilStopped(run(train), 80, 79, 78, 81, 80)).isEqualTo(4 + 3);
    }

    @Test
    void the_end_of_the_plateau_is_still_on_it() {
        TaskConfig task = new TaskConfig(TaskName.ART, 3);
        assertThat(task.endOfPlateau()).isEqualTo(0.55);
        assertThat(task.isOnPlateau(0.55)).isTrue();
        assertThat(task.isOnPlateau(Math.nextUp(0.55))).isFalse();
        Map<String, Object> train = Map.of("updates", 2000, "evaluate_every", 100, "patience", 3);
        assertThat(evaluationsUntilStopped(run(3, train), 55)).isEqualTo(20);
        assertThat(evaluationsUntilStopped(run(3, train), 56)).isEqualTo(1 + 3);
    }

    @Test
    void patience_runs_out_on_the_plateau_if_asked_to() {
        Map<String, Object> train =
                Map.of("updates", 2000, "evaluate_every", 100, "patience", 3, "patience_on_plateau", true);
        assertThat(evaluationsUntilStopped(run(train), 33)).isEqualTo(1 + 3);
    }

    @Test
    void milestones_are_the_first_evaluations_that_reach_them() {
        TrialRun run = run(Map.of("updates", 500, "evaluate_every", 100));
        assertThat(evaluationsUntilStopped(run, 49, 50, 96, 40, 98)).isEqualTo(5);
        TrialResult result = run.result(score(97, 0.1));
        assertThat(result.updatesTo50()).isEqualTo(200);
        assertThat(result.updatesTo90()).isEqualTo(300);
        assertThat(result.updatesTo95()).isEqualTo(300);
        assertThat(result.updatesTo99()).isNull();
        assertThat(result.bestValidationUpdate()).isEqualTo(500);
        assertThat(result.testError()).isEqualTo(0.03);
        assertThat(result.status()).isEqualTo(Status.DONE);
    }

    @Test
    void a_loss_that_is_no_number_is_divergence_wherever_it_turns_up() {
        TrialRun inValidation = run(Map.of("updates", 500, "evaluate_every", 100));
        inValidation.evaluated(100, 1, score(50, Double.NaN), 0);
        assertThat(inValidation.isLive()).isFalse();
        assertThat(inValidation.result(null).status()).isEqualTo(Status.DIVERGED);

        TrialRun inTest = run(Map.of("updates", 100, "evaluate_every", 100));
        inTest.evaluated(100, 1, score(50, 1), 0);
        TrialResult result = inTest.result(score(50, Double.POSITIVE_INFINITY));
        assertThat(result.status()).isEqualTo(Status.DIVERGED);
        assertThat(result.testLoss()).isNull();
        assertThat(result.bestValidationAccuracy()).isEqualTo(0.5);
    }
}
