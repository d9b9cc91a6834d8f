package fwlstm.results;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files, with the faults of other file systems and of machines. Under the scheme {@code file} it makes hard links
 * as the local one does; under any other it only has what Hadoop offers.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
    /** The changing operation, from 1, at which the machine dies; 0 for never. */
    static final String DIE_AT = "faulty.die.at";

    /** Whether that operation is done half, or not at all. */
    static final String DIE_HALF_WAY = "faulty.die.half.way";

    /** Whether to die is to end the process; else every later operation fails. */
    static final String HALT = "faulty.halt";

    /** Whether a rename is a copy and a deletion, and refused over an existing file. */
    static final String COPYING_RENAME = "faulty.rename.copies";

    /** For how many listings of anything a new file stays unlisted and a deleted one listed. */
    static final String LAG = "faulty.lag";

    /** Bytes until the disk is full. */
    static final String SPACE = "faulty.space";

    static final int HALTED = 77;

    /** Read once, since that takes longer than a test. */
    private final AtomicInteger operations = new AtomicInteger();

    private final AtomicInteger listings = new AtomicInteger();
    private final AtomicLong space = new AtomicLong();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();
    private URI uri;
    private volatile boolean dead;

    /** A file that appeared, or of which a listing still shows what it was. */
    private record Change(Path file, FileStatus deleted, int listing) {}

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        uri = URI.create(name.getScheme() + ":///");
        super.initialize(uri, conf);
        space.set(conf.getLong(SPACE, Long.MAX_VALUE));
    }

    @Override
    public URI getUri() {
        return uri == null ? super.getUri() : uri; // asked for by the constructor above
    }

    @Override
    public String getScheme() {
        return uri.getScheme();
    }

    boolean isDead() {
        return dead;
    }

    /** Changing operations so far. */
    int operations() {
        return operations.get();
    }

    /** The file systems of a process with faults: {@code file} and {@code faulty}, each with the given settings. */
    static Configuration configuration(Map<String, String> faults) {
        Configuration configuration = new Configuration(Records.HADOOP);
        for (String scheme : List.of("file", "faulty")) {
            configuration.set("fs." + scheme + ".impl", FaultyFileSystem.class.getName());
            configuration.setBoolean("fs." + scheme + ".impl.disable.cache", true);
        }
        faults.forEach(configuration::set);
        return configuration;
    }

    /** The files that were opened for reading, in order; with repetitions. */
    List<String> opened() {
        synchronized (opened) {
            return List.copyOf(opened);
        }
    }

    @Override
    public FSDataInputStream open(Path f, int bufferSize) throws IOException {
        synchronized (opened) {
            opened.add(f.toUri().getPath());
        }
        return super.open(f, bufferSize);
    }

    /** Counts a changing operation; returns whether the machine dies in the middle of it. */
    private boolean dies() throws IOException {
        checkAlive();
        if (operations.incrementAndGet() != getConf().getInt(DIE_AT, 0)) {
            return false;
        }
        if (getConf().getBoolean(DIE_HALF_WAY, false)) {
            return true;
        }
        throw death();
    }

    private void checkAlive() throws IOException {
        if (dead) {
            throw new IOException("the machine is down");
        }
    }

    private IOException death() {
        if (getConf().getBoolean(HALT, false)) {
            Runtime.getRuntime().halt(HALTED);
        }
        dead = true;
        return new IOException("the machine is down");
    }

    @Override
    protected OutputStream createOutputStreamWithMode(Path f, boolean append, FsPermission permission)
            throws IOException {
        boolean dies = dies();
        OutputStream out = new Output(super.createOutputStreamWithMode(f, append, permission), dies);
        appeared(f);
        return out;
    }

    @Override
    public FSDataOutputStream create(
            Path f, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        checkAlive();
        if (!overwrite && exists(f)) {
            throw new FileAlreadyExistsException(f.toString());
        }
        mkdirs(f.getParent());
        return new FSDataOutputStream(createOutputStreamWithMode(f, false, null), null);
    }

    /** How Hadoop's local file system reports what goes wrong with a stream; only it can make one. */
    private static FSError fileSystemError(IOException cause) {
        try {
            Constructor<FSError> constructor = FSError.class.getDeclaredConstructor(Throwable.class);
            constructor.setAccessible(true);
            return constructor.newInstance(cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Dies half way through what is written; counts and fails as disks do when they are full. */
    private final class Output extends OutputStream implements Syncable, StreamCapabilities {
        private final OutputStream out;
        private final boolean dies;

        Output(OutputStream out, boolean dies) {
            this.out = out;
            this.dies = dies;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            checkAlive();
            long left = space.addAndGet(-length);
            int written = dies ? length / 2 : (int) Math.max(0, Math.min(length, left + length));
            out.write(bytes, offset, written);
            if (dies) {
                out.flush();
                throw death();
            } else if (left < 0) {
                out.flush();
                throw fileSystemError(new IOException("No space left on device"));
            }
        }

        @Override
        public void hsync() throws IOException {
            if (FaultyFileSystem.this.dies()) {
                throw death();
            }
            out.flush();
        }

        @Override
        public void hflush() throws IOException {
            checkAlive();
            out.flush();
        }

        @Override
        public boolean hasCapability(String capability) {
            return capability.equals(StreamCapabilities.HSYNC);
        }

        @Override
        public void close() throws IOException {
            out.close();
            checkAlive();
        }
    }

    @Override
    protected boolean mkOneDirWithMode(Path path, File directory, FsPermission permission) {
        return directory.mkdir(); // without the process that Hadoop starts for permissions
    }

    @Override
    public boolean rename(Path src, Path dst) throws IOException {
        boolean dies = dies();
        FileStatus gone = getFileStatus(src);
        if (!getConf().getBoolean(COPYING_RENAME, false)) {
            boolean renamed = super.rename(src, dst);
            disappeared(gone);
            appeared(dst);
            if (dies) {
                throw death();
            }
            return renamed;
        }
        if (exists(dst)) {
            return false;
        }
        byte[] content = Files.readAllBytes(pathToFile(src).toPath());
        try (OutputStream out = Files.newOutputStream(pathToFile(dst).toPath())) {
            // Odd operations die in the middle of the copy, even ones after it.
            boolean part = dies && operations.get() % 2 == 1;
            out.write(content, 0, part ? content.length / 2 : content.length);
        }
        appeared(dst);
        if (dies) {
            throw death();
        }
        super.delete(src, false);
        disappeared(gone);
        return true;
    }

    @Override
    public boolean delete(Path f, boolean recursive) throws IOException {
        boolean dies = dies();
        boolean deleted;
        try {
            FileStatus gone = super.getFileStatus(f);
            deleted = super.delete(f, recursive);
            disappeared(gone);
        } catch (FileNotFoundException e) {
            deleted = false;
        }
        if (dies) {
            throw death();
        }
        return deleted;
    }

    @Override
    public FileStatus[] listStatus(Path f) throws IOException {
        checkAlive();
        int listing = listings.incrementAndGet();
        int lag = getConf().getInt(LAG, 0);
        List<FileStatus> listed = new ArrayList<>(List.of(super.listStatus(f)));
        synchronized (changes) {
            changes.removeIf(change -> listing - change.listing > lag);
            for (Change change : changes) {
                listed.removeIf(status -> status.getPath().equals(change.file));
                if (change.deleted != null && change.file.getParent().equals(makeQualified(f))) {
                    listed.add(change.deleted);
                }
            }
        }
        return listed.toArray(FileStatus[]::new);
    }

    @Override
    public FileStatus getFileStatus(Path f) throws IOException {
        checkAlive();
        return super.getFileStatus(f);
    }

    private void appeared(Path file) {
        synchronized (changes) {
            changes.add(new Change(makeQualified(file), null, listings.get()));
        }
    }

    private void disappeared(FileStatus status) {
        synchronized (changes) {
            changes.removeIf(change -> change.file.equals(status.getPath()));
            changes.add(new Change(status.getPath(), status, listings.get()));
        }
    }
}
