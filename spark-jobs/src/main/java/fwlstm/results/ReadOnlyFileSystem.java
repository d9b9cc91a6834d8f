package fwlstm.results;

import java.io.IOException;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options.ChecksumOpt;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A file system that is only read: every request that would change it fails. */
final class ReadOnlyFileSystem extends FilterFileSystem {
    ReadOnlyFileSystem(FileSystem fileSystem) {
        super(fileSystem);
    }

    private static IOException refused(Path file) {
        return new IOException(Publication.name(file) + " is only read here");
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        throw refused(file);
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int buffer,
            short replication,
            long block,
            Progressable progress,
            ChecksumOpt checksum)
            throws IOException {
        throw refused(file);
    }

    @Override
    public FSDataOutputStream createNonRecursive(
            Path file,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        throw refused(file);
    }

    @Override
    public FSDataOutputStream append(Path file, int buffer, Progressable progress) throws IOException {
        throw refused(file);
    }

    @Override
    public void concat(Path file, Path[] others) throws IOException {
        throw refused(file);
    }

    @Override
    public boolean truncate(Path file, long length) throws IOException {
        throw refused(file);
    }

    @Override
    public boolean rename(Path file, Path to) throws IOException {
        throw refused(file);
    }

    @Override
    public boolean delete(Path file, boolean recursive) throws IOException {
        throw refused(file);
    }

    @Override
    public boolean mkdirs(Path folder) throws IOException {
        throw refused(folder);
    }

    @Override
    public boolean mkdirs(Path folder, FsPermission permission) throws IOException {
        throw refused(folder);
    }

    @Override
    public void setPermission(Path file, FsPermission permission) throws IOException {
        throw refused(file);
    }

    @Override
    public void setOwner(Path file, String user, String group) throws IOException {
        throw refused(file);
    }

    @Override
    public void setTimes(Path file, long modified, long accessed) throws IOException {
        throw refused(file);
    }
}
