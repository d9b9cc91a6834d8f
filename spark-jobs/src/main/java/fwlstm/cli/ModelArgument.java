package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import fwlstm.results.FileSystems;
import fwlstm.results.ResultsDirectory;
import fwlstm.safetensors.ModelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Parameters;

/** The trained network that a command reads. */
final class ModelArgument {
    private static final int MOST_BYTES = 1 << 30;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "Model file, of fw train --save, sweep --keep-best, export or import: a path, or the address of"
                            + " a file on another file system that Hadoop knows, such as hdfs://….")
    private String model;

    /** The model, refused if the file is none. */
    ModelFile read() {
        return read(model);
    }

    static ModelFile read(String model) {
        if (!model.matches("[a-z][a-z0-9+.-]+://.*")) {
            return ModelFile.read(Path.of(model));
        }
        String allowed = "a model file on a file system that can be reached";
        Configuration configuration = ResultsDirectory.hadoop();
        org.apache.hadoop.fs.Path path = FileSystems.path(model, configuration);
        try (InputStream in = FileSystems.of(model, path, configuration).open(path)) {
            return ModelFile.parse(ByteBuffer.wrap(in.readNBytes(MOST_BYTES)), model);
        } catch (FileNotFoundException e) {
            throw ConfigException.of(model, "nothing there", allowed);
        } catch (IOException e) {
            throw ConfigException.of(model, Sentence.of(e), allowed);
        }
    }
}
