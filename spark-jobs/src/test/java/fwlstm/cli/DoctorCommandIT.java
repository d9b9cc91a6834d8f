package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the doctor says of GPUs: each time in a process of its own, as a process looks for GPUs once. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DoctorCommandIT {
    @Test
    void without_a_driver_it_says_what_to_install() throws Exception {
        List<String> gpus = gpus(Map.of("LD_LIBRARY_PATH", ""));
        assumeFalse(gpus.get(0).matches("gpu +\\d.*|.*(CUDA|GPU).*"), "this machine has an NVIDIA driver");
        assertThat(gpus)
                .containsExactly("gpu        none: there is no NVIDIA driver here (libcuda.so.1 was not found); install"
                        + " driver 525 or newer");
    }

    @Test
    void every_gpu_is_described_and_tried_out() throws Exception {
        String libraries = cudaDouble();
        String described = "CPU test double, 4096 of 4096 MiB free, compute capability 9.0, 132 multiprocessors,"
                + " driver for CUDA 12.6: can be used";
        assertThat(gpus(Map.of("LD_LIBRARY_PATH", libraries, "CUEMU_DEVICES", "2")))
                .containsExactly("gpu        0: " + described, "gpu        1: " + described);
        assertThat(gpus(Map.of("LD_LIBRARY_PATH", libraries, "CUEMU_CAPABILITY", "70")))
                .containsExactly("gpu        0: CPU test double, 4096 of 4096 MiB free, compute capability 7.0, 132"
                        + " multiprocessors, driver for CUDA 12.6: cannot be used: GPU 0 (CPU test double) has compute"
                        + " capability 7.0, and 7.5 is needed (Turing, 2018, or newer)");
    }

    /** The lines on GPUs. */
    private static List<String> gpus(Map<String, String> environment) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "@" + Path.of("..", "conf", "java-options"),
                "-Dfwlstm.home=" + System.getProperty("fwlstm.home"),
                "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
                "-cp",
                SparkHome.classPathOfTests(),
                Main.class.getName(),
                "doctor");
        ProcessBuilder builder = new ProcessBuilder(ChildJava.command(List.of(ChildJava.FIRST_COMPILER), arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("gpu"))
                .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(lines).isNotEmpty();
        return lines;
    }

    /** The folder of the CPU's double of the CUDA driver; see {@code core/src/test/cuda-double}. */
    private static String cudaDouble() throws IOException, InterruptedException {
        Process build = new ProcessBuilder("../core/src/test/cuda-double/build")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String folder = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int exit = build.waitFor();
        assumeTrue(exit != 3, "the double of the CUDA driver cannot be built here");
        assertThat(exit).isZero();
        return folder;
    }
}
