package fwlstm.cli;

import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.train.Checkpoint;
import fwlstm.train.Checkpoints;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Checkpoints whose failures do not end training: the first failure is reported, and the next checkpoint is tried
 * again.
 */
final class CheckpointsIfPossible implements Checkpoints {
    private final Checkpoints kept;
    private final CommandSpec spec;
    private boolean warned;

    CheckpointsIfPossible(Checkpoints kept, CommandSpec spec) {
        this.kept = kept;
        this.spec = spec;
    }

    @Override
    public Optional<Checkpoint> load(Trial trial, String numerics) throws IOException {
        return kept.load(trial, numerics);
    }

    @Override
    public boolean isDue(Trial trial) {
        return kept.isDue(trial);
    }

    @Override
    public void save(Checkpoint checkpoint, boolean needed) {
        try {
            kept.save(checkpoint, needed);
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                spec.commandLine().getErr().println("fw: no checkpoint, training continues: " + Sentence.of(e));
            }
        }
    }
}
