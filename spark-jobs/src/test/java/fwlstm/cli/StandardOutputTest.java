package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int end(StandardOutput output, int exitCode) {
        return output.end(exitCode, new PrintWriter(err, true));
    }

    @Test
    void what_is_written_is_there_and_the_exit_code_stays() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes, folder);
        output.writer().print("±");
        assertThat(end(output, 3)).isEqualTo(3);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("±");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_full_disk_is_told_once_and_fails_what_succeeded() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            StandardOutput output = new StandardOutput(full, Path.of("/dev/full"));
            output.writer().println("one");
            output.writer().println("two");
            assertThat(end(output, 0)).isEqualTo(1);
            assertThat(end(output, 2)).isEqualTo(2);
        }
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("fw: cannot write"));
    }
}
