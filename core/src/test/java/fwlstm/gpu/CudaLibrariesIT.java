package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a GPU cannot be used, each reason in a process of its own; and that it can, however many start at once. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CudaLibrariesIT {
    @TempDir
    private Path folder;

    @Test
    void no_driver() throws Exception {
        String found = probe(Map.of("LD_LIBRARY_PATH", ""));
        assumeFalse(found.startsWith("[GpuDevice"), "this machine has a GPU");
        assumeFalse(found.contains("CUDA"), "this machine has an NVIDIA driver");
        assertThat(found)
                .isEqualTo("there is no NVIDIA driver here (libcuda.so.1 was not found); install driver 525 or newer");
    }

    @Test
    void no_cublas() throws Exception {
        Files.copy(CudaDouble.build().resolve("libcuda.so.1"), folder.resolve("libcuda.so.1"));
        String found = probe(Map.of("LD_LIBRARY_PATH", folder.toString()));
        assumeFalse(found.startsWith("[GpuDevice"), "this machine has cuBLAS 12");
        assertThat(found)
                .startsWith("cuBLAS 12 was not found (libcublas.so.12 and libcublasLt.so.12); install it with")
                .contains("pip install nvidia-cublas-cu12", "LD_LIBRARY_PATH", "CUDA 13");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CUEMU_DEVICES    | 0     | no NVIDIA GPU was found: CUDA_VISIBLE_DEVICES is \"7\"",
                "CUEMU_DRIVER     | 11040 | the NVIDIA driver is too old: it knows CUDA 11.4, and 12.0 is needed; install"
                        + " driver 525 or newer",
                "CUEMU_CAPABILITY | 61    | GPU 0 (CPU test double) has compute capability 6.1, and 7.5 is needed"
                        + " (Turing, 2018, or newer)",
                "CUEMU_MEM_MB     | 0     | GPU 0 (CPU test double) has no free memory, or another process holds it in"
                        + " exclusive mode; end what uses it (nvidia-smi lists it)",
                "CUEMU_MEM_MB     | 10    | GPU 0 has 10 MiB of free memory, and 32 MiB are needed; train fewer trials at"
                        + " once or end what else uses the GPU (nvidia-smi lists it)"
            })
    void a_gpu_that_cannot_be_used(String option, String value, String reason) throws Exception {
        assertThat(probe(Map.of(
                        "LD_LIBRARY_PATH", CudaDouble.build().toString(), option, value, "CUDA_VISIBLE_DEVICES", "7")))
                .isEqualTo(reason);
    }

    @Test
    void another_system() throws Exception {
        assertThat(probe(Map.of(), "-Dos.arch=aarch64"))
                .isEqualTo("GPUs are used on Linux x86_64 only, and this is Linux aarch64; use backend cpu");
    }

    @Test
    void no_folder_to_unpack_to() throws Exception {
        String libraries = CudaDouble.build().toString();
        assertThat(probe(Map.of("LD_LIBRARY_PATH", libraries), "-Djava.io.tmpdir=/nowhere"))
                .startsWith("cannot unpack JCuda's libraries into /nowhere: ")
                .endsWith("; name another folder with -Djava.io.tmpdir");
    }

    @Test
    void several_processes_that_start_at_once() throws Exception {
        String libraries = CudaDouble.build().toString();
        List<Process> processes = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            processes.add(
                    start(Map.of("LD_LIBRARY_PATH", libraries, "CUEMU_DEVICES", "2"), "-Djava.io.tmpdir=" + folder));
        }
        for (Process process : processes) {
            assertThat(same(process))
                    .startsWith("[GpuDevice[ordinal=0, name=CPU test double, major=9, minor=0, multiprocessors=132,"
                            + " totalBytes=4294967296, freeBytes=4294967296, sharedBytesPerBlock=232448,"
                            + " driverVersion=12060], GpuDevice[ordinal=1,");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void what_the_linker_says_is_understood() {
        assertThat(CudaLibraries.explain("/tmp/x/libJCublas2-12.6.0-linux-x86_64.so: libcublasLt.so.12: cannot open"
                        + " shared object file: No such file or directory"))
                .startsWith("cuBLAS 12 was not found");
        assertThat(CudaLibraries.explain(
                        "/tmp/x/libJCudaDriver-12.6.0-linux-x86_64.so: undefined symbol: cuStreamBeginCapture_v2"))
                .isEqualTo("the NVIDIA driver is too old for CUDA 12; install driver 525 or newer");
        assertThat(CudaLibraries.explain("/tmp/x/libJCudaDriver-12.6.0-linux-x86_64.so: failed to map segment from"
                        + " shared object: Operation not permitted"))
                .contains("perhaps mounted noexec; name another folder with -Djava.io.tmpdir");
        assertThat(CudaLibraries.explain(
                        "Error while loading\nStack trace\njava.lang.UnsatisfiedLinkError: no such thing\n\tat x"))
                .isEqualTo("JCuda's libraries cannot be loaded: java.lang.UnsatisfiedLinkError: no such thing");
    }

    private static String probe(Map<String, String> environment, String... options) throws Exception {
        return same(start(environment, options));
    }

    private static Process start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GpuProbe.class.getName()));
        command.addAll(1, List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What the process said three times, once by each of two threads and once later. */
    private static String same(Process process) throws IOException, InterruptedException {
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said).hasSize(3);
        assertThat(said.stream().distinct()).hasSize(1);
        return said.get(0);
    }
}
