package fwlstm.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the format, one broken at a time. A is two numbers in bytes 0 to 8, B one in bytes 8 to 12. */
class TensorFileTest {
    private static final String A = "\"A\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    private static final String B = "\"B\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]}";
    private static final int BYTES = 12;

    private static TensorFile file(byte[] header, int dataBytes) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header);
        while (whole.hasRemaining()) {
            whole.put((byte) whole.remaining());
        }
        return TensorFile.of(whole.rewind(), EnumSet.allOf(Dtype.class));
    }

    private static TensorFile file(String header, int dataBytes) throws IOException {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private static void assertRefused(String header, String problem) {
        assertThatThrownBy(() -> file(header, BYTES))
                .isInstanceOf(IOException.class)
                .message()
                .hasLineCount(1)
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{%s,%s}",
                "{%2$s,%1$s}",
                "{%s,%s}      ",
                "{\"__metadata__\":{\"ü\":\"\"},%s,%s}",
                "{\"__metadata__\":{},%s,%s}",
                "{%s,%s,\"empty\":{\"dtype\":\"F16\",\"shape\":[3,0,2147483647],\"data_offsets\":[8,8]}}",
                "{\"empty\":{\"dtype\":\"F16\",\"shape\":[2147483647,2147483647,2147483647,0],\"data_offsets\":[12,12]},%s,%s}"
            })
    void what_keeps_the_rules_is_read(String header) throws IOException {
        TensorFile file = file(String.format(Locale.ROOT, header, A, B), BYTES);
        assertThat(file.tensors()).containsKeys("A", "B");
        assertThat(file.values("B")).containsExactly(Float.intBitsToFloat(0x01020304));
    }

    @Test
    void a_scalar_and_no_tensors_at_all_are_read() throws IOException {
        assertThat(file("{\"s\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[0,2]}}", 2)
                        .values("s"))
                .hasSize(1);
        assertThat(file("{}", 0).tensors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // overlaps, holes, and bytes of nobody
                "[8,12]|[0,4]|tensors B and A that share bytes",
                "[8,12]|[4,8]|tensors A and B that share bytes",
                "[0,8]|[4,12]|bytes 0 to 4 that no tensor has, before A",
                "[2],\"data_offsets\":[0,8]|[1],\"data_offsets\":[0,4]|bytes 4 to 8 that no tensor has, before B",
                "[2],\"data_offsets\":[0,8]|[2,0],\"data_offsets\":[4,4]|bytes 0 to 4 that no tensor has, before A",
                // offsets
                "[8,12]|[12,8]|tensor B of shape [1,1] at bytes [12,8]",
                "[8,12]|[8,13]|tensor B of shape [1,1] at bytes [8,13]",
                "[8,12]|[8]|at bytes [8]",
                "[8,12]|[8,12,12]|at bytes [8,12,12]",
                "[8,12]|[-8,-4]|at bytes [-8,-4]",
                "[8,12]|[\"8\",\"12\"]|at bytes [\"8\",\"12\"]",
                "[8,12]|[8.0,12.0]|at bytes [8.0,12.0]",
                "[8,12]|{\"0\":8,\"1\":12}|at bytes {",
                "[8,12]|[12,16]|cut short: it ends before tensor B does",
                "[8,12]|[18446744073709551608,18446744073709551612]|at bytes [1844",
                "[8,12]|[9223372036854775800,9223372036854775804]|cut short",
                // shapes
                "[1,1]|[1,-1]|tensor B of shape [1,-1]",
                "[1,1]|[1.0]|tensor B of shape [1.0]",
                "[1,1]|[\"1\"]|tensor B of shape [\"1\"]",
                "[1,1]|1|tensor B of shape 1",
                "[1,1]|{}|tensor B of shape {}",
                "\"shape\":[1,1]|\"form\":[1,1]|tensor B of shape ",
                "[1,1]|[4294967297]|tensor B of shape [4294967297]",
                "[1,1]|[65536,65536,65536,65536]|tensor B of shape [65536,65536,65536,65536]",
                "[1,1]|[2147483647,2147483647,2147483647]|tensor B of shape [2147483647,",
                // types
                "\"dtype\":\"F32\",\"shape\":[1,1]|\"dtype\":\"I64\",\"shape\":[1,1]|tensor B of dtype I64 instead of F32 or F64 or F16 or BF16",
                "\"dtype\":\"F32\",\"shape\":[1,1]|\"dtype\":\"F8_E4M3\",\"shape\":[1,1]|tensor B of dtype F8_E4M3 instead",
                "\"dtype\":\"F32\",\"shape\":[1,1]|\"dtype\":32,\"shape\":[1,1]|tensor B of dtype 32 instead",
                "\"dtype\":\"F32\",\"shape\":[1,1]|\"shape\":[1,1]|tensor B of dtype",
                // names
                "\"B\"|\"A\"|a header with the field 'A' twice",
                "\"shape\":[1,1]|\"shape\":[1,1],\"shape\":[1,1]|a header with the field 'shape' twice",
                "\"B\":{|\"B\":[{|no JSON object"
            })
    void what_breaks_a_rule_is_refused(String found, String replacement, String problem) {
        String header = "{" + A + "," + B + "}";
        assertThat(header).contains(found);
        assertRefused(header.replace(found, replacement), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` {%s,%s}`|a header that is no JSON object",
                "\ufeff{%s,%s}|a header that is no JSON object",
                "[{%s,%s}]|a header that is no JSON object",
                "{%s,%s|a header that is no JSON object",
                "{%s,%s}}|a header that",
                "{%s,%s}{}|a header that",
                "{\"__metadata__\":[],%s,%s}|__metadata__ that is no JSON object",
                "{\"__metadata__\":null,%s,%s}|__metadata__ that is no JSON object",
                "{\"__metadata__\":{\"epoch\":3},%s,%s}|__metadata__ whose epoch is no text",
                "{\"__metadata__\":{\"a\":\"\",\"a\":\"\"},%s,%s}|a header with the field 'a' twice",
                "{\"__metadata__\":{},\"__metadata__\":{},%s,%s}|a header with the field '__metadata__' twice",
                "{\"C\":7,%s,%s}|tensor C of dtype"
            })
    void a_header_that_is_not_as_it_must_be_is_refused(String header, String problem) {
        assertRefused(String.format(Locale.ROOT, header, A, B), problem);
    }

    @Test
    void a_header_that_is_not_in_utf_8_is_refused() {
        String header = "{\"__metadata__\":{\"ü\":\"\"}," + A + "," + B + "}";
        assertThatThrownBy(() -> file(header.getBytes(StandardCharsets.ISO_8859_1), BYTES))
                .hasMessage("a header that is not in UTF-8");
        assertThatThrownBy(() -> file(header.getBytes(StandardCharsets.UTF_16LE), BYTES))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_header_of_more_than_the_formats_limit_is_refused_and_one_of_megabytes_read() throws IOException {
        String header = "{\"__metadata__\":{\"k\":\"" + "v".repeat(3 << 20) + "\"}," + A + "," + B + "}";
        assertThat(file(header, BYTES).metadata().get("k")).hasSize(3 << 20);
        for (long length : new long[] {-1, 0, 1, 100_000_001, Long.MIN_VALUE}) {
            ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            assertThatThrownBy(() -> TensorFile.of(bytes.putLong(length).rewind(), EnumSet.allOf(Dtype.class)))
                    .hasMessage("a file that does not begin like safetensors");
        }
    }

    @Test
    void a_file_that_goes_on_behind_its_tensors_is_refused() {
        assertThatThrownBy(() -> file("{" + A + "," + B + "}", BYTES + 1))
                .hasMessage("a file with more in it than its tensors");
    }
}
