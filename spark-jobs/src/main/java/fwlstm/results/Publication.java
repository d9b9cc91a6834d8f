package fwlstm.results;

import fwlstm.io.Sentence;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Creates whole files, or none: written under a temporary name {@code _NAME.UNIQUE}, forced to disk where the file system
 * can, then given the final name if nothing has it yet. Of a file system no more is asked than that a new file, once
 * closed, is whole and that access by name is consistent: a rename may be a copy that is cut off, which leaves a part under
 * the final name, so whoever reads a published file checks that it is whole.
 */
final class Publication {
    private static final String LOCAL = "file";
    private static final String TEMPORARY = "_.+\\.[0-9a-f]{32}(\\.tmp)?";

    private Publication() {}

    /**
     * Publishes a file.
     *
     * @return false if there already is a file of that name; then that one stays and this one is dropped
     * @throws IOException naming the path, if the file could not be written; then nothing is left of it
     */
    static boolean publish(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        if (fileSystem.exists(file)) {
            return false;
        }
        Path temporary = new Path(file.getParent(), "_" + file.getName() + "." + unique());
        boolean published = false;
        try {
            write(fileSystem, temporary, content);
            published = rename(fileSystem, temporary, file);
            return published;
        } catch (IOException | FSError e) {
            throw cannotRecord(file, e);
        } finally {
            if (!published) {
                deleteQuietly(fileSystem, temporary);
            }
        }
    }

    /** A name that nothing else has: 32 hexadecimal digits. */
    static String unique() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /**
     * Opens a file for writing, in place of what has its name. To create a file on a local disk Hadoop would start a program
     * that sets its permissions, which takes longer than to write it; what exists is only opened.
     */
    static FSDataOutputStream create(FileSystem fileSystem, Path file) throws IOException {
        if (!fileSystem.getUri().getScheme().equals(LOCAL)) {
            return fileSystem.create(file, true);
        }
        fileSystem.mkdirs(file.getParent());
        Files.newOutputStream(local(file)).close();
        return fileSystem.append(file);
    }

    /** Writes a file in place of what has its name, and forces it to disk where the file system can. */
    static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = create(fileSystem, file)) {
            out.write(content);
            sync(out);
        } catch (FSError e) { // how Hadoop's local file system says that the disk is full
            throw new IOException(problem(e), e);
        }
    }

    /** Forces what was written so far to disk, where the file system can. */
    static void sync(FSDataOutputStream out) throws IOException {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
            out.hsync();
        }
    }

    /**
     * Gives a file its final name.
     *
     * @return false if there already is a file of that name; then both stay as they are
     */
    static boolean rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (fileSystem.getUri().getScheme().equals(LOCAL)) {
            return renameLocal(fileSystem, from, to);
        }
        return renameIfAbsent(fileSystem, from, to);
    }

    /** A hard link is made or refused in one step, whoever else tries at the same time. */
    private static boolean renameLocal(FileSystem fileSystem, Path from, Path to) throws IOException {
        java.nio.file.Path link = local(to);
        try {
            Files.createLink(link, local(from));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException
                | java.nio.file.FileSystemException e) { // no links here: FAT, some mounts
            return renameIfAbsent(fileSystem, from, to);
        }
        forceDirectory(link.getParent());
        fileSystem.delete(from, false);
        return true;
    }

    private static boolean renameIfAbsent(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (fileSystem.exists(to)) {
            return false;
        }
        try {
            if (fileSystem.rename(from, to)) {
                return true;
            }
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        if (fileSystem.exists(to)) {
            return false;
        }
        throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    /** Makes names in a directory outlast a loss of power; not every system allows a directory to be opened for that. */
    private static void forceDirectory(java.nio.file.Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger("fwlstm.results")
                    .log(System.Logger.Level.DEBUG, "the names in {0} are not forced to disk: {1}", directory, e);
        }
    }

    /** Renames a file that is not to be read again to {@code _NAME.damaged}; returns its new path. */
    static Path setAside(FileSystem fileSystem, Path file) throws IOException {
        for (int k = 1; ; k++) {
            Path aside = new Path(file.getParent(), "_" + file.getName() + (k == 1 ? "" : "." + k) + ".damaged");
            if (!fileSystem.exists(aside)) {
                if (!fileSystem.rename(file, aside)) {
                    throw new IOException("cannot rename " + file.toUri().getPath());
                }
                return aside;
            }
        }
    }

    /** Deletes what publications that were cut off have left in a directory. */
    static void removeLeftovers(FileSystem fileSystem, Path directory) throws IOException {
        for (FileStatus status : list(fileSystem, directory)) {
            if (status.getPath().getName().matches(TEMPORARY)) {
                fileSystem.delete(status.getPath(), false);
            }
        }
    }

    /** What is in a directory; nothing if there is no such directory. */
    static FileStatus[] list(FileSystem fileSystem, Path directory) throws IOException {
        try {
            return fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** The failure to write a file, in one line that names it. */
    static IOException cannotRecord(Path file, Throwable cause) {
        return new IOException("cannot record " + file.toUri().getPath() + ": " + problem(cause), cause);
    }

    static void deleteQuietly(FileSystem fileSystem, Path file) {
        try {
            fileSystem.delete(file, false);
        } catch (IOException | FSError e) {
            System.getLogger("fwlstm.results").log(System.Logger.Level.DEBUG, "{0} is left: {1}", file, problem(e));
        }
    }

    /** What went wrong, in one line. */
    static String problem(Throwable e) {
        return Sentence.of(e);
    }
}
