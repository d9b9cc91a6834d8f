package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The PTX that is checked in is that of the sources, and GPUs take it. */
class PtxIT {
    private static final Path SOURCES = CudaDouble.sources().resolve("../../main/cuda");
    private static byte[] ptx;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream resource = PtxIT.class.getResourceAsStream("fwlstm.ptx")) {
            ptx = resource.readAllBytes();
        }
    }

    @Test
    void it_was_written_from_these_sources() throws IOException, NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path source : files.filter(file -> file.toString().matches(".*\\.cuh?"))
                    .sorted()
                    .toList()) {
                sha.update(Files.readAllBytes(source));
            }
        }
        assertThat(new String(ptx, StandardCharsets.US_ASCII).lines().findFirst())
                .as("core/src/main/cuda/build-ptx must be run after a change of the sources")
                .hasValueSatisfying(
                        line -> assertThat(line).endsWith(HexFormat.of().formatHex(sha.digest())));
    }

    @Test
    void the_same_compiler_writes_it_again() throws IOException, InterruptedException {
        Process check = new ProcessBuilder(SOURCES.resolve("build-ptx").toString(), "--check")
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = check.waitFor();
        if (exit == 3) {
            abort("the PTX was not written again: " + said.strip());
        }
        assertThat(exit).as(said).isZero();
    }

    /** By the compiler within JCuda, which is that of CUDA 12.0, so that a driver of that age compiles it too. */
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    @Test
    void cuda_12_compiles_it() throws IOException {
        CudaLibraries.withNativesOfOurOwn(() -> JNvPTXCompiler.setExceptionsEnabled(false));
        List<String> failures = Stream.of("sm_75", "sm_86", "sm_90")
                .parallel()
                .flatMap(architecture -> failure(architecture).stream())
                .toList();
        assertThat(failures).isEmpty();
    }

    /** Why it does not compile, if it does not. */
    private static Optional<String> failure(String architecture) {
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        int result = JNvPTXCompiler.nvPTXCompilerCreate(compiler, ptx.length, GpuSession.terminated(ptx));
        if (result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
            String[] options = {"--gpu-name=" + architecture, "--opt-level=0"};
            result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
        }
        return result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS
                ? Optional.empty()
                : Optional.of(architecture + ": " + nvPTXCompileResult.stringFor(result) + " " + log(compiler));
    }

    private static String log(nvPTXCompilerHandle compiler) {
        long[] size = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
        byte[] log = new byte[Math.toIntExact(size[0]) + 1];
        if (size[0] > 0) {
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
        }
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
