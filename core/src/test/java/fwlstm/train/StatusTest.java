package fwlstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Settings;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void a_trial_that_is_done_or_diverged_is_never_trained_again() {
        assertThat(Status.values()).filteredOn(Status::isFinal).containsExactly(Status.DONE, Status.DIVERGED);
    }

    @Test
    void every_status_is_read_as_it_is_written() {
        for (Status status : Status.values()) {
            assertThat(Status.of(Settings.key(status))).contains(status);
        }
        assertThat(Status.of("DONE")).isEmpty();
        assertThat(Status.of(null)).isEmpty();
    }
}
