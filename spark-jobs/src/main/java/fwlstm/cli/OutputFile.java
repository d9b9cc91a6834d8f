package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.WholeFile;
import java.nio.file.Path;

/** Local files that commands write. */
final class OutputFile {
    private OutputFile() {}

    /** Refuses a file that cannot be written, before any work is done for it. Accepts null, no file. */
    static void requireWritable(String option, Path file) {
        if (file != null && !WholeFile.isWritable(file)) {
            throw ConfigException.of(option, file, "a file in a folder that can be written");
        }
    }
}
