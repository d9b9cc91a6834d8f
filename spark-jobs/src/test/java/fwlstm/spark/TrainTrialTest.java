package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.Trial;
import fwlstm.results.Records;
import fwlstm.train.Backend;
import fwlstm.train.Checkpoints;
import fwlstm.train.Pack;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainTrialTest {
    private final Trial trial = Records.record(1).trial();
    private final Trainer trainer = new Trainer(new Broken(), Checkpoints.NONE, (t, point) -> {});

    @Test
    void a_trial_that_throws_is_left_to_sparks_retries_and_in_the_end_recorded_as_failed() throws IOException {
        assertThatThrownBy(() -> TrainTrial.train(trainer, trial, 0, 2)).hasMessage("out of order");
        TrialRecord record = TrainTrial.train(trainer, trial, 1, 2);
        assertThat(record.result().status()).isEqualTo(Status.FAILED);
        assertThat(record.result().error()).contains("out of order");
        assertThat(record.execution().attempt()).isEqualTo(1);
    }

    /** A backend on which nothing can be trained. */
    private static final class Broken implements Backend {
        @Override
        public String name() {
            return "cpu";
        }

        @Override
        public String provider() {
            return "none";
        }

        @Override
        public String numerics() {
            return "none";
        }

        @Override
        public String device() {
            return "none";
        }

        @Override
        public Pack open(List<Trial> trials) {
            throw new IllegalStateException("out of order");
        }
    }
}
