package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompletionTest {
    /** Asks the script as bash does when the tabulator is pressed behind these words. */
    private static String complete(String... words) throws IOException, InterruptedException {
        String script = Fw.run("generate-completion").out()
                + "\nCOMP_WORDS=(" + String.join(" ", words) + ")\nCOMP_CWORD=" + (words.length - 1)
                + "\n_complete_fw\nprintf '%s ' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
        bash.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void bash_completes_commands_and_their_options() throws IOException, InterruptedException {
        assertThat(complete("fw", "sw")).contains("sweep ").doesNotContain("tables");
        assertThat(complete("fw", "sweep", "--back")).contains("--backend ");
        assertThat(complete("fw", "train", "--learn")).contains("--learning_rate ");
    }
}
