package fwlstm.cli;

import fwlstm.io.Sentence;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/**
 * Standard output. Write errors are found at the end, since the writers in between hide them. A full disk is a failure;
 * a reader that stops reading, such as {@code head}, is not reported.
 */
final class StandardOutput {
    private static final int FILE_TYPE = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    private final Remembering stream;
    private final boolean pipe;
    private final PrintWriter writer;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out), Path.of("/dev/fd/1"));
    }

    /** @param descriptor tells whether this goes to a pipe */
    StandardOutput(OutputStream out, Path descriptor) {
        stream = new Remembering(out);
        pipe = isPipe(descriptor);
        writer = Utf8.writer(stream);
    }

    PrintWriter writer() {
        return writer;
    }

    /**
     * The exit code of a program that has written all of its output.
     *
     * @param exitCode that of its command
     * @param err takes a line if the output is incomplete
     */
    int end(int exitCode, PrintWriter err) {
        writer.flush();
        IOException failure = stream.failure;
        if (failure == null) {
            return exitCode;
        }
        if (pipe) { // a pipe can only fail because nobody reads it; the error text depends on the locale
            return exitCode;
        }
        err.println("fw: cannot write to standard output: " + Sentence.of(failure));
        return exitCode == ExitCode.OK ? ExitCode.SOFTWARE : exitCode;
    }

    private static boolean isPipe(Path descriptor) {
        try {
            int type = (int) Files.getAttribute(descriptor, "unix:mode") & FILE_TYPE;
            return type == FIFO || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false; // closed, or a system that does not tell
        }
    }

    /** Remembers the first failure, and writes nothing after it. */
    private static final class Remembering extends FilterOutputStream {
        private volatile IOException failure;

        Remembering(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
