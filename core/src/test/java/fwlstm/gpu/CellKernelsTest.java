package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Carry;
import fwlstm.config.CellConfig;
import fwlstm.model.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cells have kernels. Needs neither a GPU nor a compiler. */
class CellKernelsTest {
    @Test
    void every_cell_has_kernels_with_all_options_but_one() {
        assertThat(Networks.cells().stream().filter(cell -> CellKernels.of(cell).isEmpty()))
                .isNotEmpty()
                .allMatch(cell -> cell instanceof CellConfig.FwLstm c && c.carry() == Carry.RAW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stepForward", "stepBackward", "persistentForward", "persistentBackward"})
    void the_compiled_kernels_are_those_of_the_cells(String kernel) throws IOException {
        Set<String> compiled = Pattern.compile("\\.entry " + kernel + "(\\w+)\\(")
                .matcher(ptx())
                .results()
                .map(entry -> entry.group(1))
                .collect(Collectors.toSet());
        assertThat(Networks.cells().stream()
                        .flatMap(cell -> CellKernels.of(cell).stream())
                        .map(CellKernels::suffix)
                        .collect(Collectors.toSet()))
                .isEqualTo(compiled);
    }

    private static String ptx() throws IOException {
        try (InputStream ptx = CellKernels.class.getResourceAsStream("fwlstm.ptx")) {
            return new String(ptx.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
