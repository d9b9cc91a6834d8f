package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.train.BackendName;
import fwlstm.train.BackendOptions;
import fwlstm.train.Precision;
import picocli.CommandLine.Option;

/** The backend that a command trains with. */
final class BackendOption {
    private static final int MOST_PACK_WIDTH = 4096;

    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description = "Where to train: cpu, gpu, or auto, which is a GPU if one can be used, else the CPU."
                    + " Default: auto, or the backend of the sweep file.")
    private String backend;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "float32",
            description =
                    "Matrix products on a GPU: float32 (default), or tf32, which rounds their factors to" + " 10 bits.")
    private String precision;

    /**
     * The requested settings, or the defaults.
     *
     * @param unsaid the backend if the command line names none
     * @param packWidth most trials of a pack, as given with {@code --pack-width}
     */
    BackendOptions options(BackendName unsaid, int packWidth) {
        if (packWidth < 1 || packWidth > MOST_PACK_WIDTH) {
            throw ConfigException.of("--pack-width", packWidth, "a whole number from 1 to " + MOST_PACK_WIDTH);
        }
        return new BackendOptions(
                backend == null ? unsaid : Settings.choose("--backend", backend, BackendName.KNOWN),
                Settings.choose("--precision", precision, Precision.KNOWN),
                packWidth);
    }
}
