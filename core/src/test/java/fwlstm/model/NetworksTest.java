package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.config.Layers;
import fwlstm.config.Settings;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cells of the other tests leave none out. */
class NetworksTest {
    /** As {@code per_gate} is {@code joint} in a cell with one gate, a value counts as what the cell makes of it. */
    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void every_value_of_every_option_is_among_the_cells(String name) {
        List<Map<String, Object>> cells = Networks.cells().stream()
                .filter(cell -> cell.name().equals(name))
                .map(cell -> Settings.values((Record) cell))
                .toList();
        assertThat(cells).contains(Settings.values((Record) Networks.cell(name)));
        for (RecordComponent option :
                Settings.components(CellConfig.TYPES.get(name)).toList()) {
            if (option.getDeclaringRecord() == Layers.class) {
                continue;
            }
            String key = Settings.key(option);
            List<Object> found =
                    cells.stream().map(values -> values.get(key)).distinct().toList();
            if (option.getType().isEnum()) {
                for (Object constant : option.getType().getEnumConstants()) {
                    Object made = Settings.values((Record) Networks.cell(name, key, Settings.key((Enum<?>) constant)))
                            .get(key);
                    assertThat(found).as(key).contains(made);
                }
            } else {
                assertThat(found.stream().filter(Objects::nonNull)).as(key).hasSizeGreaterThan(1);
            }
        }
    }
}
