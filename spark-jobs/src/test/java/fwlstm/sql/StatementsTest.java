package fwlstm.sql;

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
    void backslashes_in_raw_strings_are_backslashes() {
        assertThat(Statements.of("SELECT r'\\'; SELECT R\"\\\", 1; SELECT 'a\\'; b'")
                        .all())
                .extracting(String::strip)
                .containsExactly("SELECT r'\\'", "SELECT R\"\\\", 1", "SELECT 'a\\'; b'");
    }

    @Test
    void semicolons_in_all_other_quotations_of_spark_end_nothing() {
        String text = "SELECT $$ ; ' $$, $tag$ $$ ; $tag$, '😀;', ```;`, /*+ x */ 1 -- a \\\n;\n/**/";
        assertThat(Statements.of(text + ";").ended()).containsExactly(text);
        assertThat(Statements.of("SELECT '😀'; SELECT 2").all()).containsExactly("SELECT '😀'", "            SELECT 2");
    }

    @Test
    void a_script_is_one_statement() {
        String script = """
                BEGIN
                  DECLARE n INT DEFAULT CASE WHEN true THEN 1 END;
                  IF n = 1 THEN SELECT 1; END IF;
                  inner: BEGIN SELECT if(true, 2, 3); END inner;
                  CASE n WHEN 1 THEN SELECT 4; END CASE;
                  WHILE n < 2 DO SET n = n + 1; END WHILE;
                END""";
        assertThat(Statements.of("SELECT 0; " + script + "; SELECT 5;").ended())
                .extracting(String::strip)
                .containsExactly("SELECT 0", script, "SELECT 5");
        assertThat(Statements.of("SELECT 0; " + script).rest().strip()).isEqualTo(script);
        assertThat(Statements.of("BEGIN SELECT 1;").ended()).as("goes on").isEmpty();
        assertThat(Statements.of("SELECT begin FROM t; SELECT CASE WHEN a THEN b END; SELECT 2;")
                        .ended())
                .hasSize(3);
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
        assertThat(Statements.of("/* /* a */ ;").rest()).isEqualTo("/* /* a */ ;");
        assertThat(Statements.of("SELECT r'a;").rest()).isEqualTo("SELECT r'a;");
        assertThat(Statements.of("SELECT `a;").rest()).isEqualTo("SELECT `a;");
        assertThat(Statements.of("SELECT $$a;").rest()).isEqualTo("SELECT $$a;");
    }
}
