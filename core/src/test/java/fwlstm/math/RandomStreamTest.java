package fwlstm.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.math.RandomStream.Purpose;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void an_item_gives_the_same_numbers_however_it_is_reached() {
        RandomStream walked = new RandomStream(5, Purpose.TRAIN);
        for (int item = 0; item < 3; item++) {
            walked.seek(item).nextInt();
        }
        RandomStream jumped = new RandomStream(5, Purpose.TRAIN).seek(2);
        jumped.nextInt();
        for (int n = 0; n < 20; n++) {
            assertThat(walked.nextInt()).isEqualTo(jumped.nextInt());
        }
    }

    @Test
    void seeds_purposes_and_items_give_different_numbers() {
        Set<Long> seen = new HashSet<>();
        for (long seed : new long[] {0, 1, 1L << 32, -1}) {
            for (Purpose purpose : Purpose.values()) {
                for (long item : new long[] {0, 1, 1L << 32}) {
                    RandomStream random = new RandomStream(seed, purpose).seek(item);
                    seen.add(((long) random.nextInt() << 32) ^ random.nextInt());
                }
            }
        }
        assertThat(seen).hasSize(4 * Purpose.values().length * 3);
    }

    @Test
    void bounded_numbers_are_uniform() {
        RandomStream random = new RandomStream(1, Purpose.SEARCH);
        int[] counts = new int[26];
        int draws = 260_000;
        for (int n = 0; n < draws; n++) {
            counts[random.nextInt(26)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - draws / 26.0, 2) / (draws / 26.0);
        }
        assertThat(chiSquare).isBetween(9.0, 52.6); // 25 degrees of freedom, 0.1 % on either side
    }

    @Test
    void gaussians_have_mean_0_and_variance_1() {
        RandomStream random = new RandomStream(2, Purpose.PARAMETERS);
        double sum = 0;
        double squares = 0;
        int draws = 200_000;
        for (int n = 0; n < draws; n++) {
            double x = random.nextGaussian();
            sum += x;
            squares += x * x;
        }
        assertThat(sum / draws).isCloseTo(0, within(0.01));
        assertThat(squares / draws).isCloseTo(1, within(0.02));
    }
}
