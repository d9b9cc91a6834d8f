package fwlstm.results;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file is whole, but of a format version that only a newer fw-lstm understands: it must be left as it is. */
final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int version;

    private NewerFormatException(int version) {
        super("it is of format version " + version);
        this.version = version;
    }

    /** Throws if a version as recorded is above that of this program. */
    static void check(Object version) throws NewerFormatException {
        if (version instanceof Integer number && number > Trial.FORMAT_VERSION) {
            throw new NewerFormatException(number);
        }
    }

    /** What the user is told. */
    ConfigException of(Path file) {
        return ConfigException.of(
                Publication.name(file) + ": format_version",
                version,
                "at most " + Trial.FORMAT_VERSION + ", since a newer fw-lstm wrote this; use that one");
    }
}
