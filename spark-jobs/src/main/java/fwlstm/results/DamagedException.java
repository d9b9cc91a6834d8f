package fwlstm.results;

import fwlstm.io.Sentence;
import java.io.IOException;

/** A file can be read, but its content is not, or no longer, what was written there. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String problem) {
        super(problem);
    }

    DamagedException(Throwable cause) {
        super(Sentence.of(cause), cause);
    }
}
