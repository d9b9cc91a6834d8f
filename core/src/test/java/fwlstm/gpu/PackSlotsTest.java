package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PackSlotsTest {
    @Test
    void live_trials_move_to_the_front_with_what_is_theirs_and_the_others_stay_somewhere() {
        Random random = new Random(1);
        for (int round = 0; round < 1000; round++) {
            int count = 1 + random.nextInt(9);
            PackSlots slots = new PackSlots(count);
            int[] memory = new int[count];
            for (int slot = 0; slot < count; slot++) {
                memory[slot] = slots.trialIn(slot);
            }
            for (int again = 0; again < 3; again++) {
                boolean[] live = new boolean[count];
                int expected = 0;
                for (int trial = 0; trial < count; trial++) {
                    live[trial] = random.nextBoolean();
                    expected += live[trial] ? 1 : 0;
                }
                int needed = slots.gather(live, (a, b) -> {
                    assertThat(a).isLessThan(b);
                    int kept = memory[a];
                    memory[a] = memory[b];
                    memory[b] = kept;
                });
                assertThat(needed).isEqualTo(expected);
                for (int slot = 0; slot < count; slot++) {
                    assertThat(memory[slot]).isEqualTo(slots.trialIn(slot));
                    assertThat(slots.of(slots.trialIn(slot))).isEqualTo(slot);
                    assertThat(live[slots.trialIn(slot)]).isEqualTo(slot < needed);
                }
            }
        }
    }

    @Test
    void trials_move_when_a_quarter_of_the_width_is_for_others_or_one_is_beyond_it() {
        PackSlots slots = new PackSlots(4);
        assertThat(slots.areSparse(new boolean[] {true, true, true, true}, 4)).isFalse();
        assertThat(slots.areSparse(new boolean[] {true, false, true, true}, 4)).isTrue();
        assertThat(slots.areSparse(new boolean[] {true, true, true, false}, 3)).isFalse();
        assertThat(slots.areSparse(new boolean[] {true, true, false, true}, 3)).isTrue();
    }
}
