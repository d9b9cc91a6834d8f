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
            if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
                throw ConfigException.of(option, file, "a file in a folder that can be written");
            }
        }
    }
}
