package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which provider a virtual machine gets, by what it is started with. */
class ProvidersIT {
    private static final String VECTORS = "--add-modules=jdk.incubator.vector";

    /** Prints the chosen provider. */
    static final class Main {
        public static void main(String[] arguments) {
            System.out.println("chosen: " + Providers.chosen().name());
            Providers.hindrances().forEach(text -> System.out.println("hindrance: " + text));
        }
    }

    @Test
    void vectors_come_first() throws Exception {
        assertThat(start(VECTORS)).contains("chosen: vector").doesNotContain("slower", "hindrance");
    }

    @Test
    void without_the_module_plain_java_steps_in_and_says_why_in_one_line() throws Exception {
        List<String> lines =
                start().lines().filter(line -> line.contains("slower provider")).toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("java").contains(VECTORS);
        assertThat(start()).contains("chosen: java");
    }

    @Test
    void without_the_compiler_for_vectors_plain_java_steps_in() throws Exception {
        assertThat(start(VECTORS, "-XX:TieredStopAtLevel=1"))
                .contains("chosen: java", "not with vector: Java runs with -XX:TieredStopAtLevel=1")
                .contains("hindrance: Java runs with -XX:TieredStopAtLevel=1, without", "times as long");
        assertThat(start(VECTORS, "-Xint")).contains("chosen: java", "hindrance: Java runs with -Xint");
    }

    @Test
    void without_fused_multiply_adds_plain_java_makes_them_of_doubles_and_says_what_it_costs() throws Exception {
        assertThat(start(VECTORS, "-XX:-UseFMA"))
                .contains("chosen: java", "not with vector: Java runs with -XX:-UseFMA, without fused multiply-adds")
                .contains("hindrance: Java runs with -XX:-UseFMA", "times as long, with the same results");
    }

    @Test
    void a_provider_can_be_forced() throws Exception {
        assertThat(start(VECTORS, "-Dfwlstm.provider=ejml"))
                .contains("chosen: ejml")
                .doesNotContain("slower");
        assertThatThrownBy(() -> Providers.named("abacus"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("abacus", "vector, java, ejml");
    }

    private static String start(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.add(Main.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
