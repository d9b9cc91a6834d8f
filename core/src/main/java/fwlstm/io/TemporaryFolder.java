package fwlstm.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder for files that a program needs while it runs, {@code java.io.tmpdir}. Native libraries are unpacked there and
 * loaded, so that files in it must be allowed to be executed; Spark keeps there what does not fit into memory.
 */
public final class TemporaryFolder {
    private static final String PROPERTY = "java.io.tmpdir";

    /** What native libraries take, and then some. */
    private static final long LEAST_BYTES = 16L << 20;

    private TemporaryFolder() {}

    /** The folder. */
    public static Path path() {
        return Path.of(System.getProperty(PROPERTY));
    }

    /**
     * Takes a folder of this user's own if the one that is set cannot be used; leaves all as it is if none can. To be called
     * before anything asks for the folder.
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

    /** Why a folder cannot be used, in words that follow its name; empty if it can. Makes it if its parent is there. */
    public static Optional<String> problem(Path folder) {
        try {
            if (!Files.exists(folder) && folder.getParent() != null && Files.isWritable(folder.getParent())) {
                Files.createDirectory(folder);
            }
            if (!Files.isDirectory(folder)) {
                return Optional.of(Files.exists(folder) ? "is no folder" : "does not exist");
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
        } catch (UnsupportedOperationException e) { // no such permissions here
            return Optional.empty();
        }
    }

    /** What to do about a folder that cannot be used. */
    public static String advice() {
        return "FW_JAVA_OPTS=-D" + PROPERTY + "=FOLDER names another temporary folder";
    }
}
