package fwlstm.results;

import fwlstm.io.Sentence;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Creates whole files, or none, and only where nothing has the name yet. How depends on the file system:
 *
 * <ul>
 *   <li>a store that creates a file on condition that there is none, such as S3, is given the whole file at once;
 *   <li>elsewhere it is written under a temporary name {@code _NAME.UNIQUE}, forced to disk where the file system can, and
 *       then named: on a local disk by a hard link, else by a rename that is refused if the name is taken.
 * </ul>
 *
 * Of other file systems no more is asked than that a new file, once closed, is whole and that access by name is
 * consistent: a rename may be a copy that is cut off, which leaves a part under the final name, so whoever reads a
 * published file checks that it is whole.
 */
final class Publication {
    private static final String LOCAL = "file";

    /** Hadoop's name, since 3.4.2, of what a store can do and of the option that asks for it. */
    private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

    private static final String TEMPORARY = "_.+\\.[0-9a-f]{32}(\\.tmp)?";

    private Publication() {}

    /**
     * Publishes a file. Of all who try, on whatever machine, one succeeds.
     *
     * @return false if there already is a file of that name; then that one stays and this one is dropped
     * @throws IOException naming the path, if the file could not be written; then nothing is left of it
     */
    static boolean publish(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        try {
            if (createsIfAbsent(fileSystem, file)) {
                return createIfAbsent(fileSystem, file, content);
            }
            return !fileSystem.exists(file) && publishByName(fileSystem, file, content);
        } catch (IOException | FSError e) {
            throw cannotRecord(file, e);
        }
    }

    /** Whether a file system creates a file, whole, on condition that there is none; a rename may be a copy there. */
    static boolean createsIfAbsent(FileSystem fileSystem, Path file) throws IOException {
        return fileSystem.hasPathCapability(file, IF_ABSENT);
    }

    private static boolean createIfAbsent(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(file);
        builder.must(IF_ABSENT, true);
        FSDataOutputStream out = builder.build();
        try {
            out.write(content);
        } catch (IOException | RuntimeException e) {
            if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                out.abort(); // to close it would publish a part
            }
            throw e;
        }
        try {
            out.close();
            return true;
        } catch (IOException e) { // refused, or the answer was lost
            Optional<byte[]> there = Checksummed.read(fileSystem, file, Integer.MAX_VALUE);
            if (there.isEmpty()) {
                throw e;
            }
            return Arrays.equals(there.get(), content); // it was ours
        }
    }

    private static boolean publishByName(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        Path temporary = new Path(file.getParent(), "_" + file.getName() + "." + unique());
        boolean renamed = false;
        try {
            write(fileSystem, temporary, content);
            if (FileSystems.isLocal(fileSystem)) {
                Optional<Boolean> linked = link(temporary, file);
                return linked.isPresent() ? linked.get() : createNew(file, content);
            }
            renamed = renameIfAbsent(fileSystem, temporary, file);
            return renamed;
        } finally {
            if (!renamed) {
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
        if (!FileSystems.isLocal(fileSystem)) {
            return fileSystem.create(file, true);
        }
        makeFolder(fileSystem, file.getParent());
        Files.newOutputStream(local(file)).close();
        return fileSystem.append(file);
    }

    /** Makes a folder, and those above it, unless it is there; on a local disk without the same program. */
    static void makeFolder(FileSystem fileSystem, Path folder) throws IOException {
        if (!FileSystems.isLocal(fileSystem)) {
            fileSystem.mkdirs(folder);
        } else if (!Files.isDirectory(local(folder))) {
            Files.createDirectories(local(folder));
        }
    }

    /** Writes a file in place of what has its name, and forces it to disk where the file system can. */
    static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = create(fileSystem, file)) {
            out.write(content);
            sync(out);
        } catch (FSError e) { // how Hadoop's local file system says that the disk is full
            throw new IOException(Sentence.of(e), e);
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
        Optional<Boolean> linked = FileSystems.isLocal(fileSystem) ? link(from, to) : Optional.empty();
        if (linked.isEmpty()) {
            return renameIfAbsent(fileSystem, from, to);
        }
        if (linked.get()) {
            fileSystem.delete(from, false);
        }
        return linked.get();
    }

    /**
     * Gives a local file a second name. A hard link is made or refused in one step, whoever else tries at the same time.
     *
     * @return false if there already is a file of that name; empty if files have no links here: FAT, some mounts
     */
    private static Optional<Boolean> link(Path from, Path to) {
        java.nio.file.Path link = local(to);
        try {
            Files.createLink(link, local(from));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return Optional.of(false);
        } catch (UnsupportedOperationException | IOException e) {
            return Optional.empty();
        }
        forceDirectory(link.getParent());
        return Optional.of(true);
    }

    /** Writes a local file if there is none of its name. Cut off, it leaves a part: it is for where there are no links. */
    static boolean createNew(Path file, byte[] content) throws IOException {
        java.nio.file.Path target = local(file);
        FileChannel channel;
        try {
            channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return false;
        }
        try (channel) {
            for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
        forceDirectory(target.getParent());
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
                    throw new IOException("cannot rename " + name(file));
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
        return new IOException("cannot record " + name(file) + ": " + Sentence.of(cause), cause);
    }

    /** A path as users know it: a local one without its scheme. */
    static String name(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals(LOCAL) ? path.toUri().getPath() : path.toString();
    }

    static void deleteQuietly(FileSystem fileSystem, Path file) {
        try {
            fileSystem.delete(file, false);
        } catch (IOException | FSError e) {
            System.getLogger("fwlstm.results").log(System.Logger.Level.DEBUG, "{0} is left: {1}", file, Sentence.of(e));
        }
    }
}
