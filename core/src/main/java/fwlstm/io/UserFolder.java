package fwlstm.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * This user's own folder for files that may be lost: {@code $XDG_CACHE_HOME/fw-lstm}, by default {@code
 * ~/.cache/fw-lstm}, and {@code fw-lstm-UID} in the temporary folder for users without a writable home, as in
 * containers.
 */
public final class UserFolder {
    private static final String NAME = "fw-lstm";
    private static final String UID = "unix:uid";

    private UserFolder() {}

    /** The folder, created if it does not exist; empty if this user cannot write anywhere. */
    public static Optional<Path> find() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String home = System.getProperty("user.home"); // from the user database; ? for users that are not in it
        if (!home.equals("?")) {
            environment.putIfAbsent("HOME", home);
        }
        return find(environment, TemporaryFolder.path());
    }

    static Optional<Path> find(Map<String, String> environment, Path temporary) {
        Stream<Path> ofHome = Stream.of(
                        Optional.ofNullable(environment.get("XDG_CACHE_HOME")),
                        Optional.ofNullable(environment.get("HOME"))
                                .map(home -> home.isEmpty() ? "" : home + "/.cache"))
                .flatMap(Optional::stream)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME));
        return ofHome.filter(UserFolder::canBeWritten).findFirst().or(() -> below(temporary));
    }

    private static boolean canBeWritten(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }

    /** In a folder shared by all users: unusable if somebody else created it. */
    private static Optional<Path> below(Path temporary) {
        try {
            Path probe = Files.createTempFile(temporary, NAME, null);
            Object user = Files.getAttribute(probe, UID);
            Files.delete(probe);
            Path folder = temporary.resolve(NAME + "-" + user);
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            boolean own = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getAttribute(folder, UID, LinkOption.NOFOLLOW_LINKS)
                            .equals(user);
            return Optional.of(folder).filter(made -> own);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
