package fwlstm.results;

import com.github.luben.zstd.util.Native;
import fwlstm.io.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;

/** The library that compresses tables: native code, which is unpacked to the temporary folder and loaded from there. */
public final class Zstd {
    private Zstd() {}

    /**
     * Loads the library, once per process.
     *
     * @throws IOException if it cannot be loaded here; without it no table can be read or written
     */
    public static void load() throws IOException {
        Path folder = TemporaryFolder.path();
        try {
            Native.load(folder.toFile());
        } catch (LinkageError | RuntimeException e) {
            String why = TemporaryFolder.problem(folder)
                    .map(problem -> "the temporary folder " + folder + " " + problem)
                    .orElse(String.valueOf(e.getMessage()));
            throw new IOException(
                    "cannot load zstd, the library that compresses tables: " + why + "; " + TemporaryFolder.advice(),
                    e);
        }
    }
}
