package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that stands in for cuBLAS 12 where there is only cuBLAS 13, with a cuBLAS 13 of two functions. */
class ForwardIT {
    private static final Path FORWARD =
            Path.of("src", "main", "cuda", "forward").toAbsolutePath();

    private static final String CUBLAS_13 = """
            int cublasGetVersion_v2(void* handle, int* version) { *version = 130000 + (handle != 0); return 0; }
            int cublasDestroy_v2(void* handle) { return handle ? 3 : 7; }
            """;

    private static final String PROGRAM = """
            #include <stdio.h>
            int cublasGetVersion_v2(void* handle, int* version);
            int cublasDestroy_v2(void* handle);
            int cublasCreate_v2(void** handle);
            int main(void) {
                int version = 0;
                void* handle = 0;
                int status = cublasGetVersion_v2(&version, &version);
                printf("%d %d %d %d\\n", status, version, cublasDestroy_v2(0), cublasCreate_v2(&handle));
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void build() throws Exception {
        for (String tool : List.of("gcc", "nm", "unzip")) {
            assumeTrue(isOnPath(tool), "no " + tool + " on the PATH: the forwarder to cuBLAS 13 is not tested");
        }
        String natives = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> entry.contains("jcublas-natives"))
                .findFirst()
                .orElseThrow();
        assertThat(run(FORWARD.resolve("build").toString(), folder.toString(), natives))
                .isEmpty();
        compile("program.c", PROGRAM, "-o", "program", "-L.", "-l:libcublas.so.12");
    }

    @Test
    void calls_go_through_and_what_is_not_there_is_not_supported() throws Exception {
        compile("cublas13.c", CUBLAS_13, "-shared", "-fPIC", "-o", "libcublas.so.13");
        assertThat(run("./program")).isEqualTo("0 130001 7 15");
    }

    @Test
    void without_version_13_it_says_so_and_supports_nothing() throws Exception {
        Files.writeString(folder.resolve("libcublas.so.13"), "no library, and found before any that is installed");
        assertThat(run("./program").lines().toList())
                .satisfies(lines -> assertThat(lines.get(0)).contains("libcublas.so.13"))
                .last()
                .isEqualTo("15 0 15 15");
    }

    private void compile(String file, String text, String... options) throws Exception {
        Files.writeString(folder.resolve(file), text);
        String[] command = new String[options.length + 2];
        command[0] = "gcc";
        command[1] = file;
        System.arraycopy(options, 0, command, 2, options.length);
        assertThat(run(command)).isEmpty();
    }

    /** What a command prints. */
    private String run(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static boolean isOnPath(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
}
