package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionIT {
    /** Asks the script as bash does when the tabulator is pressed behind these words. */
    private static String complete(String completion, String... words) throws IOException, InterruptedException {
        String script = completion
                + "\nCOMP_WORDS=(" + String.join(" ", words) + ")\nCOMP_CWORD=" + (words.length - 1)
                + "\n_complete_fw\nprintf '%s ' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
        bash.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }

    /** In a process of its own, with digits of its own, in which the library that writes the script would name variables. */
    @Test
    void bash_completes_commands_and_their_options(@TempDir Path folder) throws IOException, InterruptedException {
        String completion = Fw.print(folder, List.of("-Duser.language=ar", "-Duser.country=EG"), "generate-completion");
        assertThat(complete(completion, "fw", "sw")).contains("sweep ").doesNotContain("tables");
        assertThat(complete(completion, "fw", "sweep", "--back")).contains("--backend ");
        assertThat(complete(completion, "fw", "train", "--learn")).contains("--learning_rate ");
    }
}
