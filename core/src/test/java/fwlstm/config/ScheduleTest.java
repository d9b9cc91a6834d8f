package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void schedules_start_at_one_and_fall_as_their_names_say() {
        for (Schedule schedule : Schedule.values()) {
            assertThat(schedule.factor(0, 200)).isEqualTo(1.0);
        }
        assertThat(Schedule.CONSTANT.factor(150, 200)).isEqualTo(1.0);
        assertThat(Schedule.LINEAR.factor(150, 200)).isEqualTo(0.25);
        assertThat(Schedule.COSINE.factor(100, 200)).isCloseTo(0.5, within(1e-15));
        assertThat(Schedule.COSINE.factor(150, 200)).isCloseTo(0.146447, within(1e-6));
        assertThat(Schedule.COSINE.factor(199, 200)).isBetween(0.0, 1e-4);
    }
}
