package fwlstm.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Replaces local files atomically: readers see the old file or the new one, never a part, even after a power failure.
 */
public final class WholeFile {
    /** Temporary files of this age belong to killed processes. */
    private static final Duration LEFT_OVER = Duration.ofHours(1);

    private static final String SUFFIX = ".tmp";
    private static final int MOST_LINKS = 40;

    private WholeFile() {}

    /** The new content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, replacing an existing one and keeping its permissions. It goes through a hidden file with a unique
     * name in the same folder, so that several processes may write at the same time: the last one counts. If the path
     * is a symbolic link, its target is replaced; a file that is not regular, such as {@code /dev/stdout}, is written
     * to.
     *
     * @throws IOException naming the file, if it could not be written; then it is unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        try {
            if (isStream(file)) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                    content.writeTo(out);
                }
            } else {
                replace(target(file), content);
            }
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + problem(e), e);
        }
    }

    /** The same with these bytes. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /** Whether a file could be written now, as far as permissions tell. */
    public static boolean isWritable(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return false;
            } else if (isStream(file)) {
                return Files.isWritable(file);
            }
            Path folder = target(file).getParent();
            return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        String prefix = prefix(file);
        removeLeftovers(file.getParent(), prefix);
        Path temporary = file.resolveSibling(prefix + UUID.randomUUID() + SUFFIX);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                if (Files.exists(file)) {
                    keepPermissions(file, temporary);
                }
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
                content.writeTo(out);
                out.flush();
                channel.force(true); // else the new name may survive a power failure without the content
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        forceNames(file.getParent());
    }

    /**
     * The prefix of temporary files; not the file's name, which may have the maximum length, and which others look for.
     */
    static String prefix(Path file) {
        return String.format(
                Locale.ROOT, ".fw-%08x-", file.getFileName().toString().hashCode());
    }

    /** Whether a file can only be written to: a device, a pipe, or a file that this process has open. */
    private static boolean isStream(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        if (Files.isSymbolicLink(path)) {
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return Files.exists(file) && !Files.isRegularFile(file)
                || path.startsWith("/proc")
                || path.startsWith("/dev/fd");
    }

    /** The target of symbolic links, even if there is no file yet. */
    private static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(file.toString(), null, "too many symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        try {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        } catch (UnsupportedOperationException e) {
            // This file system has none.
        }
    }

    private static void forceNames(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Not every platform can open folders; the file exists in any case.
        }
    }

    private static void removeLeftovers(Path folder, String prefix) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, path -> {
            String name = path.getFileName().toString();
            return name.startsWith(prefix) && name.endsWith(SUFFIX);
        })) {
            for (Path path : files) {
                if (Files.getLastModifiedTime(path)
                        .toInstant()
                        .isBefore(Instant.now().minus(LEFT_OVER))) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            // They do no harm.
        }
    }

    private static String problem(IOException e) {
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return e instanceof FileSystemException ? kind.toLowerCase(Locale.ROOT) : Sentence.of(e);
    }
}
