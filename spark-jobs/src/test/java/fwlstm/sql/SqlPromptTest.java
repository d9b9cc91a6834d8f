package fwlstm.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlPromptTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    /** The statements that come of what is typed. */
    private List<String> typed(String keys) throws IOException {
        List<String> statements = new ArrayList<>();
        try (Terminal terminal =
                new DumbTerminal("test", "ansi", new ByteArrayInputStream(keys.getBytes(UTF_8)), screen, UTF_8)) {
            terminal.setSize(new Size(80, 24));
            new SqlPrompt(terminal, folder.resolve("new/history"), List.of("SELECT", "test_error", "trials"))
                    .run(statements::add);
        }
        return statements;
    }

    @Test
    void a_statement_goes_on_to_its_semicolon() throws IOException {
        assertThat(typed("SELECT 1\n  + ';'\n;\n\nSELECT 2; SELECT 3;\n\\q\nSELECT 4;\n"))
                .containsExactly("SELECT 1\n  + ';'\n", "SELECT 2", "          SELECT 3");
        assertThat(screen.toString(UTF_8)).contains("fw> ", "  > ");
    }

    @Test
    void the_end_of_input_leaves_and_exclamation_marks_are_kept() throws IOException {
        assertThat(typed("SELECT 1 != 2;\n")).containsExactly("SELECT 1 != 2");
        assertThat(typed("exit;\nSELECT 1;\n")).isEmpty();
    }

    @Test
    void tab_completes_keywords_views_and_columns_within_expressions() throws IOException {
        assertThat(typed("sel\tavg(test_er\t) FROM tri\t;\n").get(0).replaceAll(" +", " "))
                .isEqualTo("SELECT avg(test_error ) FROM trials ");
    }

    @Test
    void history_outlives_the_session() throws IOException {
        typed("SELECT 1,\n2;\n");
        assertThat(typed("\u0010\n\u0010\n"))
                .containsExactly("SELECT 1,\n2", "SELECT 1,\n2"); // Control-P: the line before
    }
}
