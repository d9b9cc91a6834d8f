package fwlstm.results;

import fwlstm.io.Sentence;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files that show whether they are intact: a line of JSON, then a line with its checksum, {@code {"sha256":"…"}}.
 */
final class Checksummed {
    private static final String BEFORE = "\n{\"sha256\":\"";
    private static final String AFTER = "\"}\n";
    private static final int SEAL = BEFORE.length() + 64 + AFTER.length();

    private Checksummed() {}

    /** The content of a file. */
    static byte[] seal(byte[] line) {
        byte[] file = Arrays.copyOf(line, line.length + SEAL);
        System.arraycopy(sealOf(line), 0, file, line.length, SEAL);
        return file;
    }

    /** The first line of a file, checked against the second. */
    static byte[] open(byte[] file) throws DamagedException {
        if (file.length < SEAL) {
            throw new DamagedException("it is truncated");
        }
        byte[] line = Arrays.copyOf(file, file.length - SEAL);
        if (!Arrays.equals(sealOf(line), Arrays.copyOfRange(file, line.length, file.length))) {
            throw new DamagedException("its checksum is missing or wrong");
        }
        return line;
    }

    private static byte[] sealOf(byte[] line) {
        return (BEFORE + digest(line) + AFTER).getBytes(StandardCharsets.US_ASCII);
    }

    /** The SHA-256 of bytes, in hexadecimal. */
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The bytes of a file by name; empty if there is none.
     *
     * @param most the largest size of such a file, in bytes
     * @throws DamagedException if it is larger, which is detected before reading, or not a file
     */
    static Optional<byte[]> read(FileSystem fileSystem, Path file, int most) throws IOException {
        try {
            return Optional.of(read(fileSystem, fileSystem.getFileStatus(file), most));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    private static byte[] read(FileSystem fileSystem, FileStatus status, int most) throws IOException {
        if (!status.isFile()) {
            throw new DamagedException("it is not a file");
        }
        if (status.getLen() > most) {
            throw new DamagedException("it is larger than " + (most >> 20) + " MiB");
        }
        try (FSDataInputStream in = fileSystem.open(status.getPath())) {
            return in.readNBytes(most); // it may have grown since
        } catch (FSError e) { // thrown by Hadoop's local file system when it cannot read
            throw new IOException(Sentence.of(e), e);
        }
    }
}
