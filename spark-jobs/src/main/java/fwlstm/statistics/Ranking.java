package fwlstm.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Ranks the samples of a group: the one with the lowest mean, and the others that are not significantly worse, by a
 * {@link PairedTest} of each against the best, at 5 % after Holm's correction for the number of tests in the group. A
 * sample that lacks seeds is neither best nor tested: seeds that diverged or failed are not missing at random, and the
 * remaining ones would flatter it.
 */
public final class Ranking {
    private static final double LEVEL = 0.05;

    private Ranking() {}

    /** The place of a sample in its group. */
    public enum Place {
        /** It has the lowest mean of two or more that can be compared. */
        BEST,
        /** It is not significantly worse than the best. */
        NOT_WORSE,
        /** It is significantly worse than the best. */
        WORSE,
        /** It lacks seeds. */
        INCOMPLETE,
        /** It shares too few seeds with the best for a test. */
        TOO_FEW_SEEDS,
        /** There is no other sample to compare it with. */
        ALONE
    }

    /**
     * Values by seed, the lower the better.
     *
     * @param complete whether all requested seeds have a value
     */
    public record Sample(Map<Long, Double> bySeed, boolean complete) {
        public Sample {
            bySeed = Map.copyOf(bySeed);
            if (complete && bySeed.isEmpty()) {
                throw new IllegalArgumentException("a sample without values is not complete");
            }
        }

        private double mean() {
            return Values.of(bySeed.values()).mean();
        }
    }

    /**
     * The result for a sample.
     *
     * @param test against the best, where there was one
     * @param holm p of the test after Holm's correction, 0 to 1
     */
    public record Rank(Place place, Optional<PairedTest> test, OptionalDouble holm) {
        static Rank untested(Place place) {
            return new Rank(place, Optional.empty(), OptionalDouble.empty());
        }
    }

    /** The result for each sample of a group, in their order. */
    public static List<Rank> of(List<Sample> group) {
        List<Sample> complete = group.stream().filter(Sample::complete).toList();
        Optional<Sample> best = complete.stream().min(Comparator.comparingDouble(Sample::mean));
        List<Rank> ranks = new ArrayList<>();
        for (Sample sample : group) {
            if (group.size() == 1 || sample.complete() && complete.size() == 1) {
                ranks.add(Rank.untested(Place.ALONE));
            } else if (!sample.complete()) {
                ranks.add(Rank.untested(Place.INCOMPLETE));
            } else if (sample.mean() == best.orElseThrow().mean()) {
                ranks.add(Rank.untested(Place.BEST));
            } else {
                ranks.add(PairedTest.of(best.orElseThrow().bySeed(), sample.bySeed())
                        .map(test -> new Rank(Place.NOT_WORSE, Optional.of(test), OptionalDouble.of(test.p())))
                        .orElse(Rank.untested(Place.TOO_FEW_SEEDS)));
            }
        }
        return corrected(ranks);
    }

    /** Holm: of m tests the k-th smallest p, from 0, is multiplied by m − k, and none is below the one before. */
    private static List<Rank> corrected(List<Rank> ranks) {
        List<Integer> tested = IntStream.range(0, ranks.size())
                .filter(k -> ranks.get(k).test.isPresent())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> ranks.get(k).holm.orElseThrow()))
                .toList();
        List<Rank> corrected = new ArrayList<>(ranks);
        double before = 0;
        for (int k = 0; k < tested.size(); k++) {
            PairedTest test = ranks.get(tested.get(k)).test.orElseThrow();
            before = Math.max(before, Math.min(1, (tested.size() - k) * test.p()));
            boolean worse = before < LEVEL && test.difference() > 0;
            corrected.set(
                    tested.get(k),
                    new Rank(worse ? Place.WORSE : Place.NOT_WORSE, Optional.of(test), OptionalDouble.of(before)));
        }
        return corrected;
    }
}
