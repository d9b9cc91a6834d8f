package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellConfigTest {
    @Test
    void every_cell_has_a_name() {
        assertThat(CellConfig.NAMES.keySet()).containsExactlyInAnyOrder(CellConfig.class.getPermittedSubclasses());
    }
}
