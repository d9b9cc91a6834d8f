package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptsTest {
    private final Attempts attempts = new Attempts(3);

    @Test
    void a_trial_that_throws_is_tried_as_often_as_allowed() {
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(attempts.areExhausted("a")).isFalse();
            assertThat(attempts.before("a")).isEqualTo(attempt);
            attempts.threw("a");
        }
        assertThat(attempts.areExhausted("a")).isTrue();
        assertThat(attempts.isSuspect("a")).isFalse();
        assertThat(attempts.areExhausted("b")).isFalse();
    }

    @Test
    void losing_an_executor_counts_only_against_a_suspect() {
        attempts.lost("a");
        assertThat(attempts.isSuspect("a")).isFalse();
        attempts.lost("a");
        assertThat(attempts.isSuspect("a")).isTrue();
        for (int alone = 0; alone < 3; alone++) {
            assertThat(attempts.areExhausted("a")).isFalse();
            assertThat(attempts.before("a")).isEqualTo(2 + alone);
            attempts.lost("a");
        }
        assertThat(attempts.areExhausted("a")).isTrue();
        assertThat(attempts.before("a")).isEqualTo(5);
    }
}
