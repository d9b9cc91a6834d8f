package fwlstm.ejml;

import fwlstm.model.Engine;
import fwlstm.model.MemoryTrace;
import fwlstm.model.MemoryTracer;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Profile;
import fwlstm.model.Provider;
import fwlstm.task.Question;
import java.util.Optional;

/** The reference: chosen only by name, since plain Java, which is always there, ranks above it. */
public final class EjmlProvider implements Provider, Profile, MemoryTracer {
    @Override
    public String name() {
        return "ejml";
    }

    /** Not plainly {@code ejml}: checkpoints of an earlier provider of that name, which rounded otherwise, are refused. */
    @Override
    public String numerics() {
        return "ejml-matrix";
    }

    @Override
    public String description() {
        return "the reference: the equations on EJML matrices, one sequence at a time";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public double typicalSpeed() {
        return 1e9;
    }

    @Override
    public Engine engine(NetworkConfig config, Parameters parameters) {
        return new EjmlEngine(config, parameters);
    }

    @Override
    public MemoryTrace memoryTrace(NetworkConfig config, Parameters parameters, Question question) {
        return new EjmlEngine(config, parameters).memoryTrace(question);
    }
}
