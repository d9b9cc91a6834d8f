package fwlstm.results;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file on the file system of the results; Parquet's own class would open another instance of that file
 * system.
 */
record StoredInputFile(FileSystem fileSystem, Path file) implements InputFile {
    @Override
    public long getLength() throws IOException {
        return fileSystem.getFileStatus(file).getLen();
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        return HadoopStreams.wrap(fileSystem.open(file));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
