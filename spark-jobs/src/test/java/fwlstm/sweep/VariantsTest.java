package fwlstm.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariantsTest {
    private static List<Map<String, Object>> configurations(String cells) {
        String text = "{name: variants, task: {name: art, pairs: 2}, seeds: 1, cell: " + cells + "}";
        return SweepFile.parse(text, List.of()).trials().stream()
                .map(Trial::columns)
                .toList();
    }

    @Test
    void variants_of_one_configuration_are_called_by_what_is_unusual_about_them() {
        List<Map<String, Object>> cells = configurations("[{name: fw-lstm, hidden: 5, lambda: 0.9},"
                + " {name: fw-lstm, hidden: 5, lambda: 0.9, norm: none, forget_bias: 1},"
                + " {name: fw-lstm, hidden: 5, write_rule: oja}, {name: fw-lstm, hidden: 5, lambda: 0.9, eta: 0.5}]");
        Variants variants = Variants.of(cells);
        assertThat(variants.settings()).containsExactly("lambda", "eta", "write_rule", "forget_bias", "norm");
        assertThat(cells.stream().map(variants::text))
                .containsExactly("", "forget_bias=1.0 norm=none", "write_rule=oja", "eta=0.5");
    }

    @Test
    void seeds_make_no_variants() {
        List<Map<String, Object>> seeds = SweepFile.parse(
                        "{name: variants, task: {name: art, pairs: 2}, seeds: 2, cell: {name: irnn, hidden: 5}}",
                        List.of())
                .trials()
                .stream()
                .map(Trial::columns)
                .toList();
        assertThat(Variants.of(seeds).settings()).isEmpty();
    }

    @Test
    void without_a_majority_every_value_is_named() {
        List<Map<String, Object>> axis = configurations("{name: fw-rnn, hidden: 5, eta: [0.1, 0.2]}");
        assertThat(axis.stream().map(Variants.of(axis)::text)).containsExactly("eta=0.1", "eta=0.2");
        assertThat(Variants.of(axis.subList(0, 1))).isEqualTo(new Variants(List.of(), Map.of()));
    }
}
