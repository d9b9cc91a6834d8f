package fwlstm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fwlstm.statistics.PedAnova.Choices;
import fwlstm.statistics.PedAnova.Ordered;
import fwlstm.statistics.PedAnova.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PedAnovaTest {
    /** Twelve configurations; the sixth is as good as the fifth, and so among the best. */
    private static final double[] TWELVE = {0.9, 0.95, 0.8, 0.99, 0.7, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};

    private static final Choices DECIDES = new Choices(new int[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, 2);
    private static final Choices MATTERS = new Choices(new int[] {0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1}, 2);
    private static final Choices DOES_NOT = new Choices(new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, 2);

    private static double[] importances(double[] scores, Setting... settings) {
        return PedAnova.importances(scores, List.of(settings)).orElseThrow();
    }

    @Test
    void the_best_are_a_tenth_at_least_five_and_those_that_tie_with_them() {
        assertThat(PedAnova.best(TWELVE))
                .containsExactly(true, true, true, true, true, true, false, false, false, false, false, false);
        double[] hundred = IntStream.range(0, 100).mapToDouble(k -> k).toArray();
        boolean[] best = PedAnova.best(hundred);
        assertThat(IntStream.range(0, 100).filter(k -> best[k]))
                .containsExactly(IntStream.range(90, 100).boxed().toArray(Integer[]::new));
    }

    /**
     * Among all, both choices are as frequent: q = (½, ½). Among the six best:
     *
     * <ul>
     *   <li>(6, 0): m = 2, p = ((6 + 3) / 2 + ½, 3 / 2 + ½) / 7 = (5/7, 2/7), and the divergence is ½ (10/7 − 1)² +
     *       ½ (4/7 − 1)² = 9/49.
     *   <li>(4, 2): m = 3, p = ((4 + 2) · 3/5 + ½, (2 + 2) · 3/5 + ½) / 7 = (4.1/7, 2.9/7), and the divergence is
     *       (1.2/7)² = 1.44/49.
     *   <li>(3, 3): p = q, and the divergence is 0.
     * </ul>
     */
    @Test
    void choices_with_known_counts() {
        assertThat(importances(TWELVE, DOES_NOT, MATTERS, DECIDES))
                .containsExactly(new double[] {0, 1.44 / 10.44, 9 / 10.44}, within(1e-12));
        assertThat(importances(TWELVE, DECIDES, DOES_NOT)).containsExactly(new double[] {1, 0}, within(1e-12));
    }

    @Test
    void if_all_are_equally_good_there_is_no_importance() {
        assertThat(PedAnova.importances(new double[12], List.of(DECIDES, MATTERS)))
                .isEmpty();
        assertThat(PedAnova.importances(TWELVE, List.of(DOES_NOT))).isEmpty();
    }

    @Test
    void only_the_order_of_the_scores_matters() {
        double[] errors =
                Arrays.stream(TWELVE).map(score -> Math.log(score) - 7).toArray();
        assertThat(importances(errors, DECIDES, MATTERS)).isEqualTo(importances(TWELVE, DECIDES, MATTERS));
    }

    /** The score depends on the first number only, the second is independent of it. */
    @Test
    void a_number_that_decides_has_nearly_all_the_importance_in_whatever_order_and_unit() {
        Random random = new Random(1);
        double[] decides = random.doubles(200).toArray();
        double[] other = random.doubles(200).toArray();
        double[] scores = Arrays.stream(decides).map(x -> -Math.abs(x - 0.3)).toArray();
        double[] importances = importances(scores, new Ordered(decides, 50), new Ordered(other, 50));
        assertThat(importances[0]).isGreaterThan(0.85);
        assertThat(importances[0] + importances[1]).isCloseTo(1, within(1e-12));
        List<Integer> order = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
        Collections.shuffle(order, random);
        assertThat(importances(
                        at(scores, order, 1),
                        new Ordered(at(decides, order, 1), 50),
                        new Ordered(at(other, order, -1024), 50)))
                .containsExactly(importances, within(0.02));
        assertThat(importances(
                        at(scores, order, 1),
                        new Ordered(at(decides, order, 1), 50),
                        new Ordered(at(other, order, 1024), 50)))
                .isEqualTo(importances);
    }

    private static double[] at(double[] values, List<Integer> order, double factor) {
        return order.stream().mapToDouble(k -> factor * values[k]).toArray();
    }

    @Test
    void numbers_are_in_the_nearest_cell() {
        assertThat(new Ordered(new double[] {0, 10, 4.9, 5.1, 5}, 2).at()).containsExactly(0, 1, 0, 1, 0);
        assertThat(new Ordered(new double[] {3, 1, 2}, 3).at()).containsExactly(2, 0, 1);
    }

    /** The importances are those of Optuna 5.0.0 for the same study. */
    @Test
    void importances_are_those_of_optuna() {
        int n = 60;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] k = new double[n];
        int[] c = new int[n];
        double[] scores = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i * 37 % 60 / 59.0;
            y[i] = -4 + 2 * (i * 23 % 60 / 59.0); // the logarithm of a number from 1e-4 to 1e-2
            k[i] = 1 + i * 7 % 9;
            c[i] = i % 4 == 0 ? 0 : i * 5 % 3;
            scores[i] = 1 - Math.abs(x[i] - 0.3) - 0.1 * Math.abs(y[i] + 3) + 0.02 * k[i];
        }
        assertThat(importances(scores, new Ordered(x, 50), new Ordered(y, 50), new Ordered(k, 9), new Choices(c, 3)))
                .containsExactly(
                        new double[] {0.4374499092854345, 0.41818945975564664, 0.1424607792681054, 0.0018998516908135575
                        },
                        within(1e-9));
    }
}
