package fwlstm.cli;

import fwlstm.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Local files that commands write. */
final class OutputFile {
    private OutputFile() {}

    /** Refuses a file that cannot be written, before anything is done for it; none, null, can. */
    static void requireWritable(String option, Path file) {
        if (file != null) {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null || !Files.isWritable(folder)) {
                throw ConfigException.of(option, file, "a file in a folder that can be written");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) { // a device would be replaced like a file
                throw ConfigException.of(
                        option, file + ", which is a folder or a device", "a file, which is replaced if it exists");
            }
        }
    }
}
