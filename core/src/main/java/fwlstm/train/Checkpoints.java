package fwlstm.train;

import fwlstm.config.Trial;
import java.io.IOException;
import java.util.Optional;

/** Keeps the newest checkpoint of running trials. */
public interface Checkpoints {
    /** Keeps none. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<Checkpoint> load(Trial trial, String numerics) {
            return Optional.empty();
        }

        @Override
        public boolean isDue(Trial trial) {
            return false;
        }

        @Override
        public void save(Checkpoint checkpoint, boolean needed) {
            // Nothing is kept.
        }
    };

    /**
     * The newest checkpoint of a trial, if there is one.
     *
     * @param numerics of the backend that resumes; other numerics would not give bit-identical results
     */
    Optional<Checkpoint> load(Trial trial, String numerics) throws IOException;

    /** Whether an optional checkpoint would be kept now; making one in vain is expensive on a GPU. */
    default boolean isDue(Trial trial) {
        return true;
    }

    /**
     * Replaces the trial's earlier checkpoint.
     *
     * @param needed whether training pauses here; if not, a save soon after another may be left out
     */
    void save(Checkpoint checkpoint, boolean needed) throws IOException;
}
