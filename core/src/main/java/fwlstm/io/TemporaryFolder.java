package fwlstm.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder for files that a program needs while it runs, {@code java.io.tmpdir}. Native libraries are unpacked and
 * loaded there, so its files must be executable; Spark keeps data there that does not fit into memory.
 */
public final class TemporaryFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    /** More than the size of the native libraries. */
    private static final long LEAST_BYTES = 16L << 20;

    private TemporaryFolder() {}

    /** The folder. */
    public static Path path() {
        return Path.of(System.getProperty(PROPERTY));
    }

    /**
     * Switches to a folder of this user if the configured one cannot be used; changes nothing if no folder can be used.
     * To be called before any use of the folder.
     */
    public static void ensure() {
        if (problem(path()).isEmpty()) {
            return;
        }
        UserFolder.find().map(folder -> folder.resolve("tmp")).ifPresent(other -> {
            if (problem(other).isEmpty()) {
                System.setProperty(PROPERTY, other.toString());
            }
        });
    }

    /**
     * The reason why a folder cannot be used, in words that follow its name; empty if it can. Creates it if its parent
     * exists.
     */
    public static Optional<String> problem(Path folder) {
        try {
            if (!Files.exists(folder) && folder.getParent() != null && Files.isWritable(folder.getParent())) {
                Files.createDirectory(folder);
            }
            if (!Files.isDirectory(folder)) {
                return Optional.of(Files.exists(folder) ? "is not a folder" : "does not exist");
            }
            if (folder.toFile().getUsableSpace() < LEAST_BYTES) {
                return Optional.of("has less than 16 MiB of free space");
            }
            Path probe = Files.createTempFile(
                    folder,
                    "fw-lstm",
                    null,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean executable = Files.isExecutable(probe);
            Files.delete(probe);
            return executable ? Optional.empty() : Optional.of("is mounted noexec");
        } catch (IOException e) {
            return Optional.of("cannot be written");
        } catch (UnsupportedOperationException e) { // this system has no such permissions
            return Optional.empty();
        }
    }

    /** Advice about a folder that cannot be used. */
    public static String advice() {
        return "FW_JAVA_OPTS=-D" + PROPERTY + "=FOLDER names another temporary folder";
    }
}
