package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.gpu.GpuDevice;
import fwlstm.gpu.Gpus;
import fwlstm.model.Provider;
import fwlstm.model.Providers;
import fwlstm.train.DeviceException;
import fwlstm.train.Machine;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.util.VersionInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what was found and chosen. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        header = "Reports what was found on this machine and what was chosen.%n",
        description = {"Prints what was found on this machine and what was chosen, for example for a bug report.", ""})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        print("fw-lstm", Machine.version());
        print("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        print("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        print(
                "processor",
                Machine.processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores for this process");
        print("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB at most");
        print("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        print("hadoop", VersionInfo.getVersion());
        String chosen = chosen();
        for (Provider provider : Providers.all()) {
            String state = provider.unavailable()
                    .map(reason -> "not available: " + reason)
                    .orElse(
                            provider.name().equals(chosen)
                                    ? "chosen"
                                    : "available, -D" + Providers.PROPERTY + "=" + provider.name() + " chooses it");
            print("provider", provider.name() + " (" + provider.description() + "): " + state);
        }
        Providers.hindrances().forEach(hindrance -> print("slow", hindrance));
        printGpus();
        return 0;
    }

    private void printGpus() {
        try {
            for (GpuDevice device : Gpus.devices()) {
                print("gpu", device.ordinal() + ": " + device.text() + ": " + state(device));
            }
        } catch (DeviceException e) {
            print("gpu", "none: " + e.getMessage());
        }
    }

    private static String state(GpuDevice device) {
        try {
            Gpus.tryOut(device);
            return "can be used";
        } catch (DeviceException e) {
            return "cannot be used: " + e.getMessage();
        }
    }

    /** The name of the chosen provider, or null if the requested one is not available. */
    private String chosen() {
        try {
            return Providers.chosen().name();
        } catch (ConfigException e) {
            print("provider", e.getMessage());
            return null;
        }
    }

    private void print(String name, String value) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-10s %s%n", name, value);
    }
}
