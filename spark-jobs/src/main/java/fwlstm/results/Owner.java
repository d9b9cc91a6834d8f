package fwlstm.results;

import fwlstm.train.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, and how another one can tell whether it still runs.
 *
 * @param host name of its machine, for people: machines and containers may share one
 * @param space one start of one kernel and one space of process ids in it; null where the platform does not say, which is
 *     everywhere but on Linux
 * @param process its id there
 * @param started when it began, in the kernel's ticks since that start; ids are used again, and no clock that is set can
 *     change this
 */
record Owner(String host, String space, long process, long started) {
    private static final Path PROC = Path.of("/proc");
    private static final int STARTED = 22; // of proc(5), /proc/PID/stat, counted from 1

    /** This process. */
    static Owner here() {
        return here(PROC);
    }

    /** @param proc where the kernel shows its processes */
    static Owner here(Path proc) {
        long process = ProcessHandle.current().pid();
        String space = space(proc, process).orElse(null);
        long started = space == null ? 0 : started(proc, process).orElse(0L);
        return new Owner(Machine.localHost(), started == 0 ? null : space, process, started);
    }

    /** Whether it runs, as its kernel says; empty if it cannot be seen from here. */
    Optional<Boolean> lives() {
        Owner here = here();
        if (space == null || !space.equals(here.space)) {
            return Optional.empty();
        }
        return started(PROC, process).map(start -> start == started);
    }

    /** Empty if process ids as this process sees them are not those of {@code proc}, or others' are hidden. */
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

    /** When a process began; 0 if there is none of that id, empty if that cannot be seen. */
    private static Optional<Long> started(Path proc, long process) {
        try {
            String stat = Files.readString(proc.resolve(process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the name may have spaces
            boolean ended = fields[0].equals("Z") || fields[0].equals("X"); // only its parent has not heard of it
            return Optional.of(ended ? 0 : Long.parseLong(fields[STARTED - 3]));
        } catch (NoSuchFileException e) {
            return Optional.of(0L);
        } catch (IOException | RuntimeException e) { // it may have ended while it was read
            return Files.exists(proc.resolve(String.valueOf(process))) ? Optional.empty() : Optional.of(0L);
        }
    }
}
