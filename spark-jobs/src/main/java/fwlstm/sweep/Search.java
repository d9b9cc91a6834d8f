package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;

/** The way in which the configurations of a sweep are chosen, and how long each is trained. */
public sealed interface Search {
    /** Every combination of the axes; nothing is drawn. */
    record Grid() implements Search {}

    /** A search that draws configurations. */
    sealed interface Drawing extends Search {
        /** Key of the draws, at least 0. */
        long seed();

        Budget budget();

        /** Expected updates of a trial, on average. */
        default double expectedUpdates(TrainConfig train) {
            return train.updates();
        }
    }

    /** Independent draws, all trained to the end (Bergstra, Bengio 2012). */
    record Random(long seed, Budget budget) implements Drawing {}

    /** Draws that fill the space evenly, all trained to the end. */
    record Sobol(long seed, Budget budget) implements Drawing {}

    /**
     * Asynchronous successive halving of independent draws (Li et al. 2020): see {@link SuccessiveHalving}.
     *
     * @param rungs updates at which configurations are compared, ascending; empty for {@link #DEFAULT_RUNGS}
     * @param reduction the best 1/{@code reduction} are promoted from a rung
     */
    record Asha(long seed, Budget budget, List<Integer> rungs, int reduction) implements Drawing {
        /**
         * Fractions of {@code updates} at which configurations are compared by default. The first is late, a tenth,
         * since accuracy stays at chance level and then jumps: a comparison before the jump is uninformative.
         */
        static final List<Double> DEFAULT_RUNGS = List.of(0.1, 0.25, 0.5);

        private static final double UNEVEN = 5.0 / 3;

        public Asha {
            rungs = List.copyOf(rungs);
        }

        /**
         * The updates at which trials with these settings are compared; the last is the end of training.
         *
         * @throws ConfigException if a rung is not an evaluation before the end, or there is none
         */
        public List<Integer> ladder(TrainConfig train) {
            int every = train.evaluateEvery();
            if (train.updates() <= every) {
                throw ConfigException.of(
                        "train.evaluate_every", every, "less than train.updates (" + train.updates() + ") under asha");
            }
            for (int rung : rungs) {
                if (rung % every != 0 || rung >= train.updates()) {
                    throw ConfigException.of(
                            "search.rungs",
                            rung,
                            "multiples of train.evaluate_every (" + every + ") below train.updates (" + train.updates()
                                    + ")");
                }
            }
            List<Integer> ladder = new ArrayList<>(rungs.isEmpty() ? defaultRungs(train) : rungs);
            ladder.add(train.updates());
            return ladder;
        }

        /**
         * The default fractions, each rounded up to the next evaluation: before the end, since none is above a half and
         * an evaluation is before the end.
         */
        private static List<Integer> defaultRungs(TrainConfig train) {
            int every = train.evaluateEvery();
            return DEFAULT_RUNGS.stream()
                    .map(share -> Math.ceil(share * train.updates() / every) * every)
                    .map(Double::intValue)
                    .distinct()
                    .toList();
        }

        /**
         * The updates if exactly 1/{@code reduction} are promoted from each rung, and two thirds more: early
         * comparisons are between few, and slow starters have their own share. Measured searches took 40 to 70 % more.
         */
        @Override
        public double expectedUpdates(TrainConfig train) {
            double updates = 0;
            double share = 1;
            int before = 0;
            for (int rung : ladder(train)) {
                updates += share * (rung - before);
                share /= reduction;
                before = rung;
            }
            return Math.min(train.updates(), UNEVEN * updates);
        }
    }
}
