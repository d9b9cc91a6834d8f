package fwlstm.poison;

import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import fwlstm.model.Provider;
import fwlstm.model.Providers;
import java.util.Optional;

/** Computes as plain Java does, but kills its process, as a crash in native code would, for one hidden size. */
public final class PoisonProvider implements Provider {
    /** The hidden size of trials that are poison. */
    public static final int HIDDEN = 13;

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String description() {
        return "kills its process for hidden size " + HIDDEN;
    }

    @Override
    public int rank() {
        return -1;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public Engine engine(NetworkConfig config, Parameters parameters) {
        if (config.cell().layers().hidden() == HIDDEN) {
            Runtime.getRuntime().halt(1);
        }
        return Providers.named("java").engine(config, parameters);
    }
}
