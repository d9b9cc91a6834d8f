package fwlstm.results;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A new Parquet file that is forced to disk before it counts as written, since the files that it replaces are deleted
 * then.
 */
record SyncedOutputFile(FileSystem fileSystem, Path file) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSize) throws IOException {
        return new SyncedStream(Publication.create(fileSystem, file));
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
        return new SyncedStream(Publication.create(fileSystem, file));
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    private static final class SyncedStream extends DelegatingPositionOutputStream {
        private final FSDataOutputStream out;

        SyncedStream(FSDataOutputStream out) {
            super(out);
            this.out = out;
        }

        @Override
        public long getPos() {
            return out.getPos();
        }

        @Override
        public void close() throws IOException {
            try (out) {
                Publication.sync(out);
            }
        }
    }
}
