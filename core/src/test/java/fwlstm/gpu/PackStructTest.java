package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The struct that the host writes is the one that the kernels read. Needs neither a GPU nor a compiler. */
class PackStructTest {
    private static final Map<String, Integer> SIZES =
            Map.of("float", 4, "int", 4, "double", 8, "long long", 8, "unsigned long long", 8);

    private static final Pattern FIELD = Pattern.compile("^    ((?:unsigned )?\\w+(?: long)?)(\\*?) (\\w+);.*");

    private record Field(String type, boolean pointer, String name) {}

    private static List<Field> fields() throws IOException {
        Path source = CudaDouble.sources().resolve("../../main/cuda/pack.cuh");
        List<Field> fields = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            inside |= line.equals("struct Pack {");
            if (line.equals("};")) {
                break;
            }
            Matcher field = FIELD.matcher(line);
            if (inside && field.matches()) {
                fields.add(new Field(field.group(1), !field.group(2).isEmpty(), field.group(3)));
            }
        }
        return fields;
    }

    @Test
    void pointers_come_first_in_the_order_of_the_arrays() throws IOException {
        List<Field> fields = fields();
        PackArray[] arrays = PackArray.values();
        for (int n = 0; n < arrays.length; n++) {
            Field field = fields.get(n);
            assertThat(field.pointer()).as(field.name()).isTrue();
            assertThat(field.name()).isEqualTo(camelCase(arrays[n].name()));
            assertThat(SIZES.get(field.type())).as(field.name()).isEqualTo(arrays[n].size);
        }
    }

    @Test
    void integers_follow_in_order() throws IOException {
        Trial trial = GpuTrials.trial("fw-lstm", 1);
        List<Field> fields = fields();
        List<Field> integers = fields.subList(PackArray.values().length, fields.size());
        assertThat(integers).allMatch(field -> field.type().equals("int") && !field.pointer());
        assertThat(integers.stream().map(Field::name))
                .containsExactlyElementsOf(PackDimensions.of(trial, trial.task())
                        .orElseThrow()
                        .integers(1)
                        .keySet());
    }

    private static String camelCase(String name) {
        Matcher underscore = Pattern.compile("_(.)").matcher(name.toLowerCase(Locale.ROOT));
        return underscore.replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
