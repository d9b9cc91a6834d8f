package fwlstm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script with which workers find their GPUs. */
class GpuDiscoveryIT {
    /** What the discovery script makes of an nvidia-smi. */
    private static List<String> addresses(Path folder, String nvidiaSmi) throws Exception {
        Path program = folder.resolve("nvidia-smi");
        Files.writeString(program, "#!/bin/sh\n" + nvidiaSmi + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProcessBuilder script = new ProcessBuilder(
                Path.of("..", "conf", "spark", "gpu-discovery").toAbsolutePath().toString());
        script.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
        Process process = script.start();
        String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        ResourceInformation found = ResourceInformation.parseJson(json);
        assertThat(found.name()).isEqualTo("gpu");
        return List.of(found.addresses());
    }

    @Test
    void the_discovery_script_tells_spark_the_gpus_that_nvidia_smi_lists(@TempDir Path folder) throws Exception {
        assertThat(addresses(folder, "printf '0\\n1\\n11\\n'")).containsExactly("0", "1", "11");
        assertThat(addresses(folder, "echo 0")).containsExactly("0");
        assertThat(addresses(folder, "echo 'No devices were found'; exit 6")).isEmpty();
        assertThat(addresses(folder, "exit 127")).isEmpty();
    }
}
