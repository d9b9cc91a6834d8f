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
 * Creates files atomically, and only if the name is not taken yet. The method depends on the file system:
 *
 * <ul>
 *   <li>a store that can create a file on condition that it does not exist, such as S3, gets the whole file at once;
 *   <li>elsewhere the file is written under a temporary name {@code _NAME.UNIQUE}, forced to disk where the file system
 *       can, and then named: on a local disk by a hard link, else by a rename that fails if the name is taken.
 * </ul>
 *
 * Other file systems only need to guarantee that a new file is complete once closed, and that access by name is
 * consistent. A rename may be a copy that can be interrupted and leave a part under the final name, so readers check
 * that a published file is intact.
 */
final class Publication {
    private static final String LOCAL = "file";

    /** Hadoop's name, since 3.4.2, of this capability of a store and of the option that requests it. */
    private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

    private static final String TEMPORARY = "_.+\\.[0-9a-f]{32}(\\.tmp)?";

    private Publication() {}

    /**
     * Publishes a file. If several processes try, on any machine, one succeeds.
     *
     * @return false if a file of that name exists already; it stays, and this one is dropped
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

    /**
     * Whether a file system can atomically create a file on condition that it does not exist; a rename may be a copy
     * there.
     */
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
                out.abort(); // closing it would publish a part
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

    /** A unique name: 32 hexadecimal digits. */
    static String unique() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /**
     * Opens a file for writing, replacing any file of that name. To create a file on a local disk, Hadoop would start a
     * program that sets its permissions, which takes longer than writing it; an existing file is only opened.
     */
    static FSDataOutputStream create(FileSystem fileSystem, Path file) throws IOException {
        if (!FileSystems.isLocal(fileSystem)) {
            return fileSystem.create(file, true);
        }
        makeFolder(fileSystem, file.getParent());
        Files.newOutputStream(local(file)).close();
        return fileSystem.append(file);
    }

    /** Creates a folder and its parents unless they exist; on a local disk without that program. */
    static void makeFolder(FileSystem fileSystem, Path folder) throws IOException {
        if (!FileSystems.isLocal(fileSystem)) {
            fileSystem.mkdirs(folder);
        } else if (!Files.isDirectory(local(folder))) {
            Files.createDirectories(local(folder));
        }
    }

    /** Writes a file, replacing any file of that name, and forces it to disk where the file system can. */
    static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
        try (FSDataOutputStream out = create(fileSystem, file)) {
            out.write(content);
            sync(out);
        } catch (FSError e) { // thrown by Hadoop's local file system when the disk is full
            throw new IOException(Sentence.of(e), e);
        }
    }

    /** Forces everything written so far to disk, where the file system can. */
    static void sync(FSDataOutputStream out) throws IOException {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
            out.hsync();
        }
    }

    /**
     * Gives a file its final name.
     *
     * @return false if a file of that name exists already; then both stay as they are
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
     * Gives a local file a second name. A hard link is created or refused atomically.
     *
     * @return false if there already is a file of that name; empty if the file system has no hard links: FAT, some
     *     mounts
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

    /**
     * Writes a local file if there is none of its name. An interruption leaves a part; only for file systems without
     * hard links.
     */
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

    /**
     * Makes names in a directory survive a power failure; not every system allows a directory to be opened for that.
     */
    private static void forceDirectory(java.nio.file.Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger("fwlstm.results")
                    .log(System.Logger.Level.DEBUG, "the names in {0} are not forced to disk: {1}", directory, e);
        }
    }

    /**
     * Quarantines a file that must not be read again, by renaming it to {@code _NAME.damaged}; returns its new path.
     */
    static Path quarantine(FileSystem fileSystem, Path file) throws IOException {
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

    /** Deletes the remains of interrupted publications in a directory. */
    static void removeLeftovers(FileSystem fileSystem, Path directory) throws IOException {
        for (FileStatus status : list(fileSystem, directory)) {
            if (status.getPath().getName().matches(TEMPORARY)) {
                fileSystem.delete(status.getPath(), false);
            }
        }
    }

    /** The content of a directory; empty if there is no such directory. */
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

    /** A path as shown to users: a local one without its scheme. */
    static String name(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals(LOCAL) ? path.toUri().getPath() : path.toString();
    }

    static void deleteQuietly(FileSystem fileSystem, Path file) {
        try {
            fileSystem.delete(file, false);
        } catch (IOException | FSError e) {
            System.getLogger("fwlstm.results").log(System.Logger.Level.DEBUG, "{0} remains: {1}", file, Sentence.of(e));
        }
    }
}
