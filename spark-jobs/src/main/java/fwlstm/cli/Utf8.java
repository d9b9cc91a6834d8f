package fwlstm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Tables have characters that a plain C locale would lose. */
final class Utf8 {
    private Utf8() {}

    /** Writes to standard error, line by line. */
    static PrintWriter standardError() {
        return writer(new FileOutputStream(FileDescriptor.err));
    }

    /** Writes line by line. */
    static PrintWriter writer(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }
}
