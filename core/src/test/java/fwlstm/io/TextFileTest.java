package fwlstm.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    @Test
    void a_byte_order_mark_is_no_part_of_the_text() throws IOException {
        Path file = Files.writeString(folder.resolve("marked"), "\uFEFFµ\r\n\uFEFF");
        assertThat(TextFile.read(file)).isEqualTo("µ\r\n\uFEFF");
        assertThat(TextFile.decode(new byte[0])).isEmpty();
    }

    @Test
    void other_encodings_are_refused_by_name() {
        assertThatThrownBy(() -> TextFile.decode("a".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(TextFile.EncodingException.class)
                .hasMessage("text in UTF-16, not UTF-8");
        assertThatThrownBy(() -> TextFile.decode("\uFEFFa".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessage("text in UTF-16, not UTF-8");
        assertThatThrownBy(() -> TextFile.decode("ab".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageContaining("zero bytes");
        assertThatThrownBy(() -> TextFile.decode("ä".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("bytes that are not UTF-8 text");
    }
}
