package fwlstm.results;

import fwlstm.train.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, and the means to tell whether it still runs.
 *
 * @param host name of its machine, for people: machines and containers may share one
 * @param space one boot of one kernel and one namespace of process ids in it; null on platforms that do not tell, all
 *     but Linux
 * @param process its id there
 * @param started when it started, in the kernel's ticks since that boot; ids are reused, and setting a clock does not
 *     change this
 */
record Owner(String host, String space, long process, long started) {
    private static final Path PROC = Path.of("/proc");
    private static final int STARTED = 22; // of proc(5), /proc/PID/stat, counted from 1

    /** This process. */
    static Owner here() {
        return here(PROC);
    }

    /** @param proc the folder where the kernel shows its processes */
    static Owner here(Path proc) {
        long process = ProcessHandle.current().pid();
        String space = space(proc, process).orElse(null);
        long started = space == null ? 0 : started(proc, process).orElse(0L);
        return new Owner(Machine.localHost(), started == 0 ? null : space, process, started);
    }

    /** Whether it runs, according to its kernel; empty if it cannot be seen from here. */
    Optional<Boolean> lives() {
        Owner here = here();
        if (space == null || !space.equals(here.space)) {
            return Optional.empty();
        }
        return started(PROC, process).map(start -> start == started);
    }

    /**
     * Empty if the process ids that this process sees differ from those of {@code proc}, or other processes are hidden.
     */
    private static Optional<String> space(Path proc, long process) {
        try {
            boolean ours =
                    Files.readSymbolicLink(proc.resolve("self")).toString().equals(String.valueOf(process));
            boolean hidden = !Files.isReadable(proc.resolve("1/stat"));
            return ours && !hidden
                    ? Optional.of(Files.readString(proc.resolve("sys/kernel/random/boot_id"))
                                    .strip() + " " + Files.readSymbolicLink(proc.resolve("self/ns/pid")))
                    : Optional.empty();
        } catch (IOException e) { // another platform, or a container that shows little of this one
            return Optional.empty();
        }
    }

    /** When a process started; 0 if there is none with that id, empty if that cannot be seen. */
    private static Optional<Long> started(Path proc, long process) {
        try {
            String stat = Files.readString(proc.resolve(process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the name may have spaces
            boolean ended = fields[0].equals("Z") || fields[0].equals("X"); // only its parent has not collected it yet
            return Optional.of(ended ? 0 : Long.parseLong(fields[STARTED - 3]));
        } catch (NoSuchFileException e) {
            return Optional.of(0L);
        } catch (IOException | RuntimeException e) { // it may have ended while it was read
            return Files.exists(proc.resolve(String.valueOf(process))) ? Optional.empty() : Optional.of(0L);
        }
    }
}
