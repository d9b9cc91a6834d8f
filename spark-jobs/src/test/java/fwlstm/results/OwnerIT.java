package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether the process that holds a lock lives. */
class OwnerIT {
    @Test
    void a_process_that_has_ended_is_seen_to_have_and_this_one_to_live() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        Owner here = Owner.here();
        assertThat(here.space()).isNotNull();
        assertThat(here.lives()).contains(true);
        Owner ended = new Owner(here.host(), here.space(), process.pid(), here.started());
        process.destroyForcibly().waitFor();
        assertThat(ended.lives()).contains(false);
        Owner elsewhere = new Owner(here.host(), "another space", here.process(), here.started());
        assertThat(elsewhere.lives()).isEmpty();
    }
}
