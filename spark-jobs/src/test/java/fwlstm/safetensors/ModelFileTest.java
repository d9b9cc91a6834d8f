package fwlstm.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.safetensors.Safetensors.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
    private static final Trial TRIAL = trial("irnn");

    @TempDir
    Path folder;

    private Path file;

    private static Trial trial(String cell) {
        return new Trial(
                new TaskConfig(TaskName.MART, 3),
                CellConfig.of(cell, Map.of("hidden", 5, "embedding", 4, "readout", 3)),
                Settings.bind(TrainConfig.class, Map.of("learning_rate", 0.1 + 0.2, "clip_norm", 1.5)),
                Settings.bind(DataConfig.class, Map.of()),
                Long.MAX_VALUE);
    }

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("model.safetensors");
        new ModelFile(TRIAL, Parameters.initial(TRIAL.cell(), 7)).write(file);
    }

    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void what_is_written_is_read(String cell) throws IOException {
        Parameters parameters = Parameters.initial(trial(cell).cell(), 7);
        new ModelFile(trial(cell), parameters).write(file);
        ModelFile read = ModelFile.read(file);
        assertThat(read.trial()).isEqualTo(trial(cell));
        for (ParameterSpec spec : parameters.specs()) {
            assertThat(read.parameters().get(spec.name()).data)
                    .as(spec.name())
                    .containsExactly(parameters.get(spec.name()).data);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void bytes_are_those_of_the_format() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Safetensors(Map.of("k", "v"), Map.of("w", new Safetensors.Tensor(List.of(1, 2), new float[] {1f, -2f})))
                .write(out);
        String header =
                "{\"__metadata__\":{\"k\":\"v\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.US_ASCII))
                .putInt(0x3f800000)
                .putInt(0xc0000000);
        assertThat(out.toByteArray()).isEqualTo(expected.array());
    }

    @Test
    void a_file_cut_short_anywhere_or_continued_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 61) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertRefused("a file that is cut short: it ends before tensor readout.b_2 does");
        Files.write(file, Arrays.copyOf(whole, whole.length + 4));
        assertRefused("more in it than its tensors");
    }

    @Test
    void damaged_headers_are_read_or_refused_but_never_fail() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int n = 0; n < 150; n++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(1500)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            try {
                ModelFile.read(file);
            } catch (ConfigException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).hasLineCount(1);
            }
        }
    }

    @Test
    void what_is_no_file_is_refused() throws IOException {
        Files.delete(file);
        assertRefused("nothing there");
        file = folder;
        assertRefused("not a file");
    }

    /** Replacements keep the length of the header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"__meta|[\"__meta|no JSON object",
                "\"format\":\"fw-lstm\"|\"format\":\"fw-lsts\"|tensors of another program",
                "\"format_version\":\"1\"|\"format_version\":\"2\"|format_version: found \"2\", allowed: 1",
                "\"hidden\":\"5\"|\"hidden\":\"x\"|hidden: found \"x\"",
                "\"hidden\":\"5\"|\"hidden\":\"6\"|the id of its configuration",
                "\"W_h\":{\"dtype\":\"F32\"|\"W_h\":{\"dtype\":\"F64\"|tensor W_h of dtype F64 instead of F32",
                "\"W_h\":|\"W_k\":|no tensor W_h",
                "\"shape\":[37,4]|\"shape\":[4,37]|embedding: found \"shape [4, 37]\", allowed: shape [37, 4]",
                "\"shape\":[37,4]|\"shape\":[37,5]|tensor embedding of shape [37,5]",
                "\"shape\":[37,4]|\"shape\":[-7,4]|tensor embedding of shape [-7,4]"
            })
    void what_does_not_fit_is_refused(String found, String replacement, String problem) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(found);
        Files.writeString(file, text.replace(found, replacement), StandardCharsets.ISO_8859_1);
        assertRefused(problem);
    }

    /** Its two biases are of one size; so the second has the bytes of the first. */
    @Test
    void tensors_that_share_their_bytes_are_refused() throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher place = Pattern.compile("\"b\":\\{\"dtype\":\"F32\",\"shape\":\\[5],\"data_offsets\":\\[(\\d+),(\\d+)]")
                .matcher(text);
        assertThat(place.find()).isTrue();
        int begin = Integer.parseInt(place.group(1)) - 20;
        String moved = place.group()
                .replace("[" + place.group(1) + "," + place.group(2) + "]", "[" + begin + "," + (begin + 20) + "]");
        Files.writeString(file, text.replace(place.group(), moved), StandardCharsets.ISO_8859_1);
        assertRefused("that share bytes");
        assertWeightsRefused("that share bytes");
    }

    @Test
    void a_model_with_a_value_that_is_no_finite_number_is_refused() throws IOException {
        Parameters parameters = Parameters.initial(TRIAL.cell(), 7);
        parameters.get("b").data[3] = Float.POSITIVE_INFINITY;
        new ModelFile(TRIAL, parameters).write(file);
        assertRefused("tensor b with a value that is not a finite number");
    }

    /** The tensors of the model alone, as another program writes them. */
    private void writeWeights(Map<String, Tensor> changed, String... removed) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Parameters parameters = Parameters.initial(TRIAL.cell(), 7);
        for (ParameterSpec spec : parameters.specs()) {
            tensors.put(spec.name(), new Tensor(spec.shape(), parameters.get(spec.name()).data));
        }
        tensors.putAll(changed);
        tensors.keySet().removeAll(List.of(removed));
        try (OutputStream out = Files.newOutputStream(file)) {
            new Safetensors(Map.of("format", "pt"), tensors).write(out);
        }
    }

    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void weights_of_another_program_become_the_same_bytes(String cell) throws IOException {
        new ModelFile(trial(cell), Parameters.initial(trial(cell).cell(), 7)).write(file);
        byte[] model = Files.readAllBytes(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors content = Safetensors.read(ByteBuffer.wrap(model), EnumSet.of(Dtype.F32));
            new Safetensors(Map.of(), content.tensors()).write(out);
        }
        ModelFile.ofWeights(file, trial(cell)).write(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(model);
        assertThat(ModelFile.parse(ByteBuffer.wrap(model), "m").toBytes()).isEqualTo(model);
    }

    @Test
    void weights_that_are_not_those_of_the_cell_are_refused() throws IOException {
        writeWeights(Map.of(), "W_h");
        assertWeightsRefused("no tensor W_h");
        writeWeights(Map.of("W_q", new Tensor(List.of(1), new float[1])));
        assertWeightsRefused("tensor W_q, which irnn does not have");
        writeWeights(Map.of("b", new Tensor(List.of(1, 5), new float[5])));
        assertWeightsRefused("b: found \"shape [1, 5]\", allowed: shape [5]");
        writeWeights(Map.of("b", new Tensor(List.of(5), new float[] {0, 0, Float.NaN, 0, 0})));
        assertWeightsRefused("tensor b with a value that is not a finite number");
        Files.delete(file);
        assertWeightsRefused("nothing there");
    }

    private void assertWeightsRefused(String problem) {
        assertThatThrownBy(() -> ModelFile.ofWeights(file, TRIAL))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(problem)
                .hasMessageContaining("allowed: ")
                .message()
                .hasLineCount(1);
    }

    @Test
    void all_types_of_numbers_are_read() throws IOException {
        float[] values = {0f, -0f, 1f, -1.5f, 65504f, 0x1p-24f, 0x1p-14f, 0.333251953125f};
        int[] halves = {0, 0x8000, 0x3c00, 0xbe00, 0x7bff, 1, 0x0400, 0x3555};
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < values.length; n++) {
            data.clear().putShort((short) halves[n]).flip();
            assertThat(Dtype.F16.next(data)).isEqualTo(values[n]);
            data.clear().putDouble(values[n]).flip();
            assertThat(Dtype.F64.next(data)).isEqualTo(values[n]);
            data.clear()
                    .putShort((short) (Float.floatToRawIntBits(values[n]) >>> 16))
                    .flip();
            assertThat(Dtype.BF16.next(data))
                    .isEqualTo(Float.intBitsToFloat(Float.floatToRawIntBits(values[n]) & 0xffff0000));
        }
        data.clear().putShort((short) 0xfc00).putShort((short) 0x7e00).flip();
        assertThat(Dtype.F16.next(data)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Dtype.F16.next(data)).isNaN();
        for (Dtype dtype : Dtype.values()) {
            String header = String.format(
                    Locale.ROOT,
                    "{\"w\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}",
                    dtype,
                    2 * dtype.size());
            ByteBuffer whole = ByteBuffer.allocate(8 + header.length() + 2 * dtype.size())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length())
                    .put(header.getBytes(StandardCharsets.US_ASCII));
            assertThat(Safetensors.read(whole.rewind(), EnumSet.allOf(Dtype.class))
                            .tensors()
                            .get("w")
                            .values())
                    .containsExactly(0, 0);
        }
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(problem)
                .hasMessageContaining("allowed: ");
    }
}
