package fwlstm.text;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.text.TextTable.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable table() {
        TextTable table = new TextTable(List.of("cell", "error %"));
        table.add(List.of("fw-lstm", "0.25 ± 0.10"));
        table.add(List.of("a|b", "–"));
        return table;
    }

    @Test
    void text_is_aligned_numbers_to_the_right() {
        assertThat(table().format(Format.TEXT)).isEqualTo("""
                cell         error %
                -------  -----------
                fw-lstm  0.25 ± 0.10
                a|b                –""");
    }

    @Test
    void markdown_escapes_its_separator() {
        assertThat(table().format(Format.MARKDOWN).lines())
                .hasSize(4)
                .last()
                .asString()
                .startsWith("| a\\|b ");
    }

    @Test
    void latex_escapes_what_it_would_take_for_commands() {
        TextTable table = new TextTable(List.of("50 %"));
        table.add(List.of("a_b & {c}\\d ± –"));
        assertThat(table.format(Format.LATEX)).contains("50 \\% \\\\", "a\\_b \\& \\{c\\}\\textbackslash{}d $\\pm$ --");
    }

    @Test
    void latex_takes_no_cell_for_an_argument_of_the_row_before() {
        TextTable table = new TextTable(List.of("range", "x"));
        table.add(List.of("[0, 1]", "-1.5"));
        table.gap();
        table.add(List.of("* a\n\nb", "1 < 2"));
        assertThat(table.format(Format.LATEX))
                .contains("{}[0, 1] & $-$1.5 \\\\\n\\addlinespace\n{}* a b & 1 $<$ 2 \\\\\n");
    }

    @Test
    void csv_quotes_what_needs_it() {
        TextTable table = new TextTable(List.of("a", "b"));
        table.add(List.of("x,y", "say \"hi\""));
        assertThat(table.format(Format.CSV)).isEqualTo("a,b\n\"x,y\",\"say \"\"hi\"\"\"");
    }
}
