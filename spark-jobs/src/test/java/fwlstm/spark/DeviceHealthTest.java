package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceHealthTest {
    private final DeviceHealth health = new DeviceHealth();

    @Test
    void a_device_that_fails_at_all_it_is_given_is_sick() {
        assertThat(health.lost("a", Set.of("1", "2"))).isFalse();
        assertThat(health.lost("a", Set.of("3"))).isFalse();
        assertThat(health.lost("b", Set.of("3"))).isFalse();
        assertThat(health.lost("a", Set.of("1", "2"))).isTrue();
        assertThat(health.isProven("a")).isFalse();
    }

    @Test
    void a_device_that_fails_under_the_same_trial_each_time_is_not() {
        for (int n = 0; n < 10; n++) {
            assertThat(health.lost("a", n % 2 == 0 ? Set.of("1", "2") : Set.of("1", "3")))
                    .isFalse();
        }
    }

    @Test
    void what_the_device_trains_in_between_clears_it() {
        for (int n = 0; n < 10; n++) {
            assertThat(health.lost("a", Set.of("1"))).isFalse();
            assertThat(health.lost("a", Set.of("2"))).isFalse();
            health.worked("a");
        }
        assertThat(health.isProven("a")).isTrue();
    }
}
