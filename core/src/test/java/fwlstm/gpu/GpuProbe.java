package fwlstm.gpu;

import fwlstm.train.DeviceException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A process that looks for GPUs, on two threads at once and then again, and opens the first. */
final class GpuProbe {
    private GpuProbe() {}

    public static void main(String[] args) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (var probe : Stream.generate(() -> threads.submit(GpuProbe::describe))
                .limit(2)
                .toList()) {
            System.out.println(probe.get());
        }
        System.out.println(describe());
        threads.shutdown();
    }

    private static String describe() {
        try {
            String found = Gpus.devices().toString();
            GpuSession.open(0).close();
            return found;
        } catch (DeviceException e) {
            return e.getMessage();
        }
    }
}
