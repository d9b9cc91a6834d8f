package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.tensorboard.EventsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The option that writes learning curves for TensorBoard. */
final class TensorBoardOption {
    @Option(
            names = "--tensorboard",
            paramLabel = "FOLDER",
            description = "Writes learning curves for TensorBoard below this folder of this machine, one run per"
                    + " trial: losses, accuracy, learning rate. Default: no curves.")
    private Path folder;

    /**
     * The folder, created if it does not exist; empty if none was given.
     *
     * @param problem told once if a curve cannot be written
     */
    Optional<EventsFolder> open(Consumer<String> problem) {
        try {
            if (folder != null && !Files.isWritable(Files.createDirectories(folder))) {
                throw new IOException("not writable");
            }
        } catch (IOException e) {
            throw ConfigException.of("--tensorboard", folder, "a folder that can be written");
        }
        return Optional.ofNullable(folder).map(path -> new EventsFolder(path, problem));
    }
}
