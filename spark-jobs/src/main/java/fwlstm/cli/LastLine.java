package fwlstm.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Passes text on and keeps its last line that is not blank. */
final class LastLine extends FilterWriter {
    private final StringBuilder line = new StringBuilder();
    private String last = "";

    LastLine(Writer out) {
        super(out);
    }

    /** The line, without its end. */
    String text() {
        synchronized (lock) {
            return line.toString().isBlank() ? last : line.toString();
        }
    }

    @Override
    public void write(int c) throws IOException {
        synchronized (lock) {
            keep((char) c);
            super.write(c);
        }
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        synchronized (lock) {
            text.substring(from, from + length).chars().forEach(c -> keep((char) c));
            super.write(text, from, length);
        }
    }

    private void keep(char c) {
        if (c != '\n' && c != '\r') {
            line.append(c);
            return;
        }
        if (!line.toString().isBlank()) {
            last = line.toString();
        }
        line.setLength(0);
    }
}
