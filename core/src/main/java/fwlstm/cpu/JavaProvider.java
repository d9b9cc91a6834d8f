package fwlstm.cpu;

import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Provider;
import java.util.Optional;

/** Computes in plain Java that the just-in-time compiler vectorises; gives the same bits as the vector provider. */
public final class JavaProvider implements Provider {
    @Override
    public String name() {
        return "java";
    }

    @Override
    public String description() {
        return "plain Java, vectorised by the just-in-time compiler";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public double typicalSpeed() {
        return 8e9;
    }

    @Override
    public Engine engine(NetworkConfig config, Parameters parameters) {
        return new TiledEngine(config, parameters, new JavaKernels());
    }
}
