package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {
    @Test
    void semicolons_in_strings_names_and_comments_end_nothing() {
        String text = "SELECT ';', \"it''s \\\"; \", `a;b` -- ; no\n/* ; /* ; */ ; */ FROM t";
        assertThat(Statements.of(text + ";").ended()).containsExactly(text);
        assertThat(Statements.of(text + ";").rest()).isEmpty();
        assertThat(Statements.of(text)).isEqualTo(new Statements(List.of(), text));
    }

    @Test
    void statements_keep_their_places() {
        assertThat(Statements.of("SELECT 1;\nSELECT 2; SELECT\n3").all())
                .containsExactly("SELECT 1", "         \nSELECT 2", "         \n          SELECT\n3");
    }

    @Test
    void what_is_blank_is_no_statement() {
        assertThat(Statements.of(" ;\n; -- only a comment\n /* and another */ ").all())
                .isEmpty();
    }

    @Test
    void what_is_left_open_goes_on() {
        assertThat(Statements.of("SELECT 'a;").rest()).isEqualTo("SELECT 'a;");
        assertThat(Statements.of("/* a; ").rest()).isEqualTo("/* a; ");
    }
}
