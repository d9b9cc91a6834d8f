package fwlstm.train;

import fwlstm.config.Trial;
import java.io.IOException;
import java.util.Optional;

/** Keeps the newest checkpoint of trials under way. */
public interface Checkpoints {
    /** Keeps none. */
    Checkpoints NONE = new Checkpoints() {
        @Override
        public Optional<Checkpoint> load(Trial trial) {
            return Optional.empty();
        }

        @Override
        public void save(Checkpoint checkpoint) {
            // Nothing is kept.
        }
    };

    /** The newest checkpoint of a trial, if there is one. */
    Optional<Checkpoint> load(Trial trial) throws IOException;

    /** Takes the place of the trial's earlier checkpoint. */
    void save(Checkpoint checkpoint) throws IOException;
}
