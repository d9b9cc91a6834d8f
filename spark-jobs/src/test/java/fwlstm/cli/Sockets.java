package fwlstm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, from Linux's {@code /proc}. */
final class Sockets {
    private static final String LISTENS = "0A";

    private Sockets() {}

    /** Whether this system can tell. */
    static boolean known() {
        return Files.isReadable(Path.of("/proc/net/tcp"));
    }

    /** Local addresses {@code ADDRESS:PORT}, in the hexadecimal of the kernel: words of four bytes, the last byte first. */
    static List<String> listening(long pid) throws IOException {
        Set<String> own;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            own = descriptors.map(Sockets::target).collect(Collectors.toSet());
        }
        return Stream.of("tcp", "tcp6")
                .map(table -> Path.of("/proc/net", table))
                .filter(Files::isReadable)
                .flatMap(Sockets::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(column -> column[3].equals(LISTENS) && own.contains("socket:[" + column[9] + "]"))
                .map(column -> column[1])
                .toList();
    }

    /** Whether only this machine can connect: 127.*, also as IPv6 writes it, or ::1. */
    static boolean isLoopback(String address) {
        String host = address.substring(0, address.indexOf(':'));
        String last = host.substring(host.length() - 8);
        return host.equals("0".repeat(24) + "01000000")
                || last.endsWith("7F") && (host.length() == 8 || host.equals("0".repeat(16) + "FFFF0000" + last));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
