package fwlstm.results;

import fwlstm.config.ConfigException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file is intact, but has content that only a newer fw-lstm understands: it must be left as it is. */
final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String WHY = ", since a newer fw-lstm wrote this; use that one";

    private final String field;
    private final transient Object found;
    private final String allowed;

    private NewerFormatException(String message, String field, Object found, String allowed) {
        super(message);
        this.field = field;
        this.found = found;
        this.allowed = allowed;
    }

    /** A version above the highest that is known. */
    static NewerFormatException version(int found, int highest) {
        return new NewerFormatException(
                "it is of format version " + found, "format_version", found, "at most " + highest);
    }

    /** A column, or a part of a file, that is not known. */
    static NewerFormatException column(String name) {
        return new NewerFormatException(
                "it has a column " + name + ", which is not known", "columns", name, "the columns of this fw-lstm");
    }

    /** A value that is not known. */
    static NewerFormatException value(String message, String field, Object found) {
        return new NewerFormatException(message, field, found, "values that this fw-lstm knows");
    }

    /** The message for the user. */
    ConfigException of(Path file) {
        return ConfigException.of(Publication.name(file) + ": " + field, found, allowed + WHY);
    }
}
