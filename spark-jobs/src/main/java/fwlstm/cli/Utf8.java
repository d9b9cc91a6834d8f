package fwlstm.cli;

import fwlstm.config.ConfigException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** UTF-8 streams: tables have characters that a plain C locale would lose. */
final class Utf8 {
    /** Java's replacement for bytes that are invalid in the charset of the locale. */
    private static final String LOST = "\uFFFD";

    private Utf8() {}

    /** Writes to standard error, line by line. */
    static PrintWriter standardError() {
        return writer(new FileOutputStream(FileDescriptor.err));
    }

    /** Writes line by line. */
    static PrintWriter writer(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    /** Refuses arguments with replaced characters: they would name other files. */
    static void requireWhole(String... arguments) {
        for (String argument : arguments) {
            if (argument.contains(LOST)) {
                throw ConfigException.of(
                        argument,
                        "characters that the charset of this locale does not have, "
                                + System.getProperty("sun.jnu.encoding"),
                        "a locale in UTF-8, such as LC_ALL=C.UTF-8");
            }
        }
    }
}
