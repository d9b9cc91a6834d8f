package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTest {
    private static final int RUNGS = 4;
    private static final double PLATEAU = 1.0 / 8 + 7.0 / 80;

    /** How every configuration, by index, stands at every rung. */
    private interface Results extends BiFunction<Integer, Integer, RungScore> {}

    private static Sweep sweep(int configurations) {
        return SweepFile.parse(String.format(Locale.ROOT, """
            name: halving
            task: {name: art, pairs: 8}
            cell: {name: irnn, hidden: 5}
            train: {updates: 8000, evaluate_every: 100, learning_rate: {log_uniform: [1e-4, 1e-2]}}
            seeds: 2
            search: {strategy: asha, configurations: %d, reduction: 3}
            """, configurations), List.of());
    }

    private static SuccessiveHalving halving(int configurations) {
        Sweep sweep = sweep(configurations);
        return new SuccessiveHalving(sweep.studies().get(0), (Search.Asha) sweep.search());
    }

    private static RungScore at(double accuracy, double loss) {
        return new RungScore(false, false, accuracy, loss);
    }

    /** Configurations of some quality, a fifth of them broken, finished or on the plateau, with many ties. */
    private static Results mixed(int seed) {
        return (index, rung) -> {
            Random random = new Random((1000L * seed + index) * 0x9E3779B97F4A7C15L);
            int kind = random.nextInt(15);
            double quality = 0.5 + 0.05 * random.nextInt(10);
            int jump = random.nextInt(2 * RUNGS);
            int end = random.nextInt(RUNGS);
            boolean broken = kind == 0 && rung >= end;
            double accuracy = rung < jump && kind > 3 ? PLATEAU : Math.min(1, quality + 0.01 * rung);
            return new RungScore(kind == 1 && rung >= end, broken, broken ? Double.NaN : accuracy, 0.1 * (index % 7));
        };
    }

    /** Runs to the end with so many workers, whose legs end in a random order. */
    private static SuccessiveHalving run(SuccessiveHalving halving, Results results, int workers, Random random) {
        List<RungRun> waiting = new ArrayList<>(halving.due());
        List<RungRun> running = new ArrayList<>();
        while (!halving.isFinished()) {
            while (running.size() < workers && !waiting.isEmpty()) {
                running.add(waiting.remove(0));
            }
            RungRun leg = running.remove(random.nextInt(running.size()));
            int index = leg.configuration().index();
            halving.completed(leg.configuration(), leg.rung(), results.apply(index, leg.rung()));
            waiting.addAll(0, halving.due());
        }
        assertThat(running).isEmpty();
        assertThat(waiting).isEmpty();
        return halving;
    }

    private static List<List<Integer>> entrants(SuccessiveHalving halving) {
        return IntStream.range(0, RUNGS)
                .mapToObj(rung -> halving.entrants(rung).stream()
                        .map(Configuration::index)
                        .toList())
                .toList();
    }

    /** ASHA as in the paper with one worker, the share of the plateau added: the entrants of every rung. */
    private static List<List<Integer>> sequential(int configurations, Results results) {
        List<List<Integer>> entrants = new ArrayList<>();
        for (int k = 0; k < RUNGS; k++) {
            entrants.add(new ArrayList<>());
        }
        List<List<RungScore>> standings = new ArrayList<>();
        for (int k = 0; k < RUNGS; k++) {
            standings.add(new ArrayList<>());
        }
        int next = 0;
        while (true) {
            int rung = RUNGS - 2;
            Integer promoted = null;
            for (; rung >= 0 && promoted == null; rung--) {
                promoted = promotable(entrants.get(rung), standings.get(rung), entrants.get(rung + 1));
            }
            if (promoted == null && next == configurations) {
                return entrants;
            }
            int target = promoted == null ? 0 : rung + 2;
            int index = promoted == null ? next++ : promoted;
            RungScore standing = results.apply(index, target);
            for (int k = 0; k < target; k++) {
                RungScore before = standings.get(k).get(entrants.get(k).indexOf(index));
                standing = before.finished() ? before : standing;
            }
            entrants.get(target).add(index);
            standings.get(target).add(standing);
        }
    }

    private static Integer promotable(List<Integer> entrants, List<RungScore> standings, List<Integer> promoted) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, entrants.size()).boxed().toList());
        double offPlateau = PLATEAU + 0.25 * (1 - PLATEAU);
        places.sort((a, b) -> {
            RungScore x = standings.get(a);
            RungScore y = standings.get(b);
            if (x.broken() || y.broken()) {
                return x.broken() && y.broken() ? entrants.get(a) - entrants.get(b) : x.broken() ? 1 : -1;
            }
            int byAccuracy = Double.compare(Math.max(offPlateau, y.accuracy()), Math.max(offPlateau, x.accuracy()));
            int byLoss = Double.compare(x.loss(), y.loss());
            return byAccuracy != 0 ? byAccuracy : byLoss != 0 ? byLoss : entrants.get(a) - entrants.get(b);
        });
        List<Integer> onPlateau = places.stream()
                .filter(p -> !standings.get(p).broken() && standings.get(p).accuracy() <= offPlateau)
                .toList();
        List<Integer> best = places.subList(0, Math.min(places.size(), Math.max(1, places.size() / 3)));
        return places.stream()
                .filter(p -> best.contains(p)
                        || onPlateau.subList(0, onPlateau.size() / 3).contains(p))
                .filter(p -> !standings.get(p).broken())
                .map(entrants::get)
                .filter(index -> !promoted.contains(index))
                .findFirst()
                .orElse(null);
    }

    @Test
    void a_rung_and_a_trial_draw_the_end_of_the_plateau_at_the_same_accuracy() {
        Configuration configuration = sweep(1).studies().get(0).configurations().get(0);
        Search.Asha asha = (Search.Asha) sweep(1).search();
        for (int pairs = 1; pairs <= 26; pairs++) {
            TaskConfig task = new TaskConfig(TaskName.MART, pairs);
            double end = task.endOfPlateau();
            for (double accuracy : new double[] {0, Math.nextDown(end), end, Math.nextUp(end), 1}) {
                assertThat(PromotionRule.of(asha, task)
                                .isOnPlateau(new PromotionRule.Candidate(configuration, at(accuracy, 1))))
                        .as("%s pairs, accuracy %s", pairs, accuracy)
                        .isEqualTo(task.isOnPlateau(accuracy))
                        .isEqualTo(accuracy <= end);
            }
        }
    }

    @Test
    void promotions_depend_neither_on_the_order_of_results_nor_on_the_number_of_workers() {
        for (int seed = 0; seed < 20; seed++) {
            Results results = mixed(seed);
            List<List<Integer>> expected = entrants(run(halving(60), results, 1, new Random(0)));
            for (int workers : new int[] {2, 3, 7, 60}) {
                SuccessiveHalving halving = run(halving(60), results, workers, new Random(seed + workers));
                assertThat(entrants(halving)).isEqualTo(expected);
            }
        }
    }

    @Test
    void promotions_are_those_of_sequential_asha() {
        for (int seed = 0; seed < 50; seed++) {
            int configurations = 1 + 2 * seed;
            Results results = mixed(seed);
            assertThat(entrants(run(halving(configurations), results, 5, new Random(seed))))
                    .isEqualTo(sequential(configurations, results));
        }
    }

    @Test
    void a_resumed_search_hands_out_only_what_was_not_completed() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Results results = mixed(seed);
            SuccessiveHalving whole = run(halving(40), results, 3, random);
            List<RungRun> done = new ArrayList<>();
            SuccessiveHalving interrupted = halving(40);
            List<RungRun> waiting = new ArrayList<>(interrupted.due());
            for (int i = random.nextInt(45); i > 0 && !waiting.isEmpty(); i--) {
                RungRun leg = waiting.remove(random.nextInt(waiting.size()));
                done.add(leg);
                RungScore standing = results.apply(leg.configuration().index(), leg.rung());
                interrupted.completed(leg.configuration(), leg.rung(), standing);
                waiting.addAll(interrupted.due());
            }
            SuccessiveHalving resumed = halving(40);
            Collections.shuffle(done, random);
            for (RungRun leg : done) {
                RungScore standing = results.apply(leg.configuration().index(), leg.rung());
                resumed.completed(leg.configuration(), leg.rung(), standing);
                resumed.completed(leg.configuration(), leg.rung(), standing);
            }
            List<RungRun> due = resumed.due();
            assertThat(due).containsExactlyInAnyOrderElementsOf(waiting);
            due.forEach(leg -> resumed.completed(
                    leg.configuration(),
                    leg.rung(),
                    results.apply(leg.configuration().index(), leg.rung())));
            assertThat(entrants(run(resumed, results, 4, random))).isEqualTo(entrants(whole));
        }
    }

    @Test
    void more_configurations_add_promotions_and_withdraw_none() {
        for (int seed = 0; seed < 20; seed++) {
            List<List<Integer>> before = entrants(run(halving(seed + 1), mixed(seed), 2, new Random(1)));
            List<List<Integer>> after = entrants(run(halving(2 * seed + 5), mixed(seed), 3, new Random(2)));
            for (int k = 0; k < RUNGS; k++) {
                assertThat(after.get(k)).containsAll(before.get(k));
            }
        }
    }

    @Test
    void legs_are_due_once_higher_rungs_first_then_by_index() {
        SuccessiveHalving halving = halving(7);
        List<RungRun> first = halving.due();
        assertThat(first).extracting(leg -> leg.configuration().index()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(first).extracting(RungRun::until).containsOnly(800);
        assertThat(halving.ladder()).containsExactly(800, 2000, 4000, 8000);
        assertThat(halving.due()).isEmpty();
        first.subList(0, 5).forEach(leg -> {
            int index = leg.configuration().index();
            halving.completed(leg.configuration(), 0, at(index < 2 ? 0.6 + 0.1 * index : 0.5, 1));
        });
        assertThat(halving.due()).extracting(leg -> leg.configuration().index()).containsExactly(0, 1);
        halving.completed(first.get(0).configuration(), 1, at(0.6, 1));
        halving.completed(first.get(5).configuration(), 0, at(0.9, 1));
        assertThat(halving.due())
                .extracting(leg -> leg.rung() + " " + leg.configuration().index())
                .containsExactly("2 0", "1 5");
    }

    @Test
    void a_broken_configuration_is_never_promoted_however_few_there_are() {
        SuccessiveHalving halving = run(
                halving(4),
                (index, rung) -> index == 2 ? at(0.3, 9) : new RungScore(true, true, Double.NaN, Double.NaN),
                2,
                new Random(0));
        assertThat(entrants(halving)).containsExactly(List.of(0, 1, 2, 3), List.of(2), List.of(2), List.of(2));
        assertThat(halving.stopped()).extracting(Configuration::index).containsExactly(0, 1, 3);
        SuccessiveHalving allBroken =
                run(halving(2), (index, rung) -> new RungScore(false, true, 0, 0), 1, new Random(0));
        assertThat(allBroken.stopped()).hasSize(2);
    }

    @Test
    void updates_count_when_a_rung_is_completed() {
        SuccessiveHalving halving = halving(2);
        List<RungRun> legs = halving.due();
        assertThat(halving.completedUpdates()).isZero();
        halving.completed(legs.get(0).configuration(), 0, at(0.5, 1));
        assertThat(halving.completedUpdates()).isEqualTo(2 * 800);
    }

    @Test
    void what_finished_by_itself_goes_through_later_rungs_without_training() {
        SuccessiveHalving halving =
                run(halving(1), (index, rung) -> new RungScore(rung == 1, false, 0.99, 0.1), 1, new Random(0));
        assertThat(entrants(halving)).containsOnly(List.of(0));
        assertThat(halving.completedUpdates()).isEqualTo(2 * 2000);
        assertThat(halving.stopped()).isEmpty();
    }

    @Test
    void what_finished_stands_in_later_rungs_as_it_did_whatever_is_told_of_it_there() {
        SuccessiveHalving halving = halving(3);
        List<Configuration> all =
                halving.due().stream().map(RungRun::configuration).toList();
        RungScore early = new RungScore(false, true, 0, 0);
        halving.completed(all.get(1), 1, early);
        halving.completed(all.get(0), 0, at(0.5, 1));
        halving.completed(all.get(1), 0, new RungScore(true, false, 0.9, 0.1));
        halving.completed(all.get(1), 1, early);
        assertThat(halving.entrants(2)).isEmpty(); // waits for the first
        halving.completed(all.get(0), 1, at(0.5, 1));
        assertThat(halving.entrants(2)).containsExactly(all.get(0), all.get(1));
    }

    @Test
    void ties_go_to_the_lower_loss_then_to_the_lower_index() {
        double[] loss = {0.3, 0.2, 0.2, 0.4, 0.4, 0.4};
        SuccessiveHalving halving = halving(6);
        List<RungRun> legs = halving.due();
        for (int i = 5; i >= 0; i--) {
            halving.completed(legs.get(i).configuration(), 0, at(0.7, loss[i]));
        }
        assertThat(halving.entrants(1)).extracting(Configuration::index).containsExactly(0, 1, 2);
    }

    @Test
    void small_studies_train_their_best_to_the_end() {
        assertThat(entrants(run(halving(1), (index, rung) -> at(0.2, 2), 1, new Random(0))))
                .containsOnly(List.of(0));
        SuccessiveHalving second = run(halving(2), (index, rung) -> at(0.5 + 0.1 * index, 2), 2, new Random(0));
        assertThat(second.entrants(RUNGS - 1)).extracting(Configuration::index).contains(1);
        SuccessiveHalving first = run(halving(2), (index, rung) -> at(0.6 - 0.1 * index, 2), 2, new Random(0));
        assertThat(first.stopped()).extracting(Configuration::index).containsExactly(1);
    }

    @Test
    void what_is_stopped_is_unknown_before_the_end() {
        assertThatThrownBy(halving(3)::stopped).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void accuracy_on_the_plateau_does_not_count() {
        SuccessiveHalving halving = halving(2);
        List<RungRun> legs = halving.due();
        halving.completed(legs.get(0).configuration(), 0, at(PLATEAU + 0.1, 2.1));
        halving.completed(legs.get(1).configuration(), 0, at(PLATEAU - 0.01, 2.0));
        assertThat(halving.entrants(1)).extracting(Configuration::index).containsExactly(0, 1);
    }

    @Test
    void late_bloomers_go_on_beside_those_that_have_left_the_plateau() {
        Results halfBloomLate = (index, rung) -> index % 2 == 0
                ? at(Math.min(0.9, 0.7 + 0.1 * rung), 0.5)
                : at(rung < 2 ? PLATEAU : 0.99, rung < 2 ? 2 + 0.001 * index : 0.1);
        SuccessiveHalving halving = run(halving(64), halfBloomLate, 2, new Random(0));
        assertThat(halving.entrants(RUNGS - 1)).anyMatch(configuration -> configuration.index() % 2 == 1);
    }

    /** Curves as measured on associative retrieval: the plateau, then a jump, early, late or never. */
    private static Results jumps(int seed, double median) {
        int[] ladder = {800, 2000, 4000, 8000};
        return (index, rung) -> {
            Random random = new Random((1000L * seed + index) * 0x9E3779B97F4A7C15L);
            double jump = random.nextInt(10) < 3 ? 1e9 : 8000 * median * Math.exp(0.8 * random.nextGaussian());
            double end = 1 - 0.3 * Math.pow(random.nextDouble(), 2);
            double loss = 2 + 0.02 * random.nextGaussian() - 0.00001 * ladder[rung];
            double since = ladder[rung] - jump;
            double accuracy = since < 0 ? PLATEAU : PLATEAU + (end - PLATEAU) * (1 - Math.exp(-since / 400));
            return at(accuracy, since < 0 ? loss : 2 * (1 - accuracy));
        };
    }

    @Test
    void a_search_takes_at_most_35_percent_of_the_updates_and_finds_what_all_of_them_would() {
        for (double median : new double[] {0.05, 0.15, 0.3}) {
            double updates = 0;
            double missed = 0;
            for (int seed = 0; seed < 20; seed++) {
                Results results = jumps(seed, median);
                SuccessiveHalving halving = run(halving(64), results, 4, new Random(seed));
                updates += halving.completedUpdates() / (64.0 * 2 * 8000) / 20;
                missed += (best(halving(64).entrants(0), results) - best(halving.entrants(RUNGS - 1), results)) / 20;
            }
            assertThat(updates)
                    .as("share of the updates, median jump at " + median)
                    .isBetween(0.2, 0.35);
            assertThat(missed).as("accuracy missed, median jump at " + median).isLessThan(0.01);
        }
    }

    private static double best(List<Configuration> configurations, Results results) {
        return configurations.stream()
                .mapToDouble(c -> results.apply(c.index(), RUNGS - 1).accuracy())
                .max()
                .orElseThrow();
    }
}
