package fwlstm.report;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.statistics.Values;
import fwlstm.table.ConfigurationRow;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingAxisTest {
    private static List<Summary> group(String setting, Object... values) {
        return Arrays.stream(values)
                .map(value -> Summary.of("fw-lstm", row(Collections.singletonMap(setting, value))))
                .toList();
    }

    private static ConfigurationRow row(Map<String, Object> settings) {
        Values none = Values.of(List.of());
        return new ConfigurationRow("", settings, null, 1, 0, null, List.of(), none, none, none, false);
    }

    private static List<Double> at(SettingAxis axis, List<Summary> group) {
        return group.stream().map(axis::at).toList();
    }

    @Test
    void a_choice_that_is_null_unless_made_has_a_place_beside_the_others() {
        List<Summary> group = group("carry", "raw", null, "raw");
        SettingAxis axis = SettingAxis.of("carry", group);
        assertThat(axis.names()).containsExactly("–", "raw");
        assertThat(axis.isDiscrete()).isTrue();
        assertThat(at(axis, group)).containsExactly(1.0, 0.0, 1.0);
    }

    @Test
    void a_number_that_is_null_has_a_place_beside_a_few_and_none_among_many() {
        List<Summary> few = group("clip_norm", 2.0, null, 0.5);
        assertThat(SettingAxis.of("clip_norm", few).names()).containsExactly("–", "0.5", "2");
        assertThat(at(SettingAxis.of("clip_norm", few), few)).containsExactly(2.0, 0.0, 1.0);
        List<Summary> many = group("clip_norm", 5.0, null, 1.0, 2.0, 3.0, 4.0);
        assertThat(at(SettingAxis.of("clip_norm", many), many)).containsExactly(5.0, Double.NaN, 1.0, 2.0, 3.0, 4.0);
    }
}
