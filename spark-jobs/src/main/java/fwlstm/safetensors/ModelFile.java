package fwlstm.safetensors;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.safetensors.Safetensors.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained network as a file: each parameter as a float32 tensor under its name and in the shape of its {@link
 * ParameterSpec}; in the metadata, as text, the configuration of the trial by column (what does not apply is absent), its
 * {@code trial_id}, and the {@code format} and {@code format_version} of the file.
 *
 * @param parameters those with which the trial's test score was computed
 */
public record ModelFile(Trial trial, Parameters parameters) {
    private static final String FORMAT = "fw-lstm";
    private static final String FORMAT_VERSION = "1";
    private static final String ALLOWED = "a model written by fw train --save";

    /** Writes the file, in place of the one that may be there, in one step. */
    public void write(Path file) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("format_version", FORMAT_VERSION);
        metadata.put("trial_id", trial.id());
        trial.columns().forEach((column, value) -> {
            if (value != null) {
                metadata.put(column, value.toString());
            }
        });
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterSpec spec : parameters.specs()) {
            tensors.put(spec.name(), new Tensor(spec.shape(), parameters.get(spec.name()).data));
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            new Safetensors(metadata, tensors).write(out);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if there is none, or if it is not, whole and unchanged, a model of this version
     */
    public static ModelFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw ConfigException.of(file.toString(), Files.exists(file) ? "no file" : "nothing there", ALLOWED);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("a file larger than any model");
            }
            // Mapped, since a file that is none of ours may be larger than the heap.
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return of(Safetensors.read(bytes));
        } catch (ConfigException e) {
            throw e.within(file + ": ");
        } catch (IOException e) {
            throw ConfigException.of(file.toString(), e.getMessage(), ALLOWED);
        }
    }

    private static ModelFile of(Safetensors content) throws IOException {
        Map<String, String> metadata = content.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new IOException("tensors of another program");
        }
        if (!FORMAT_VERSION.equals(metadata.get("format_version"))) {
            throw ConfigException.of("format_version", metadata.get("format_version"), FORMAT_VERSION);
        }
        Trial trial = Trial.of(metadata);
        if (!trial.id().equals(metadata.get("trial_id"))) {
            throw ConfigException.of("trial_id", metadata.get("trial_id"), trial.id() + ", that of its configuration");
        }
        Parameters parameters = new Parameters(trial.cell());
        for (ParameterSpec spec : parameters.specs()) {
            Tensor tensor = content.tensors().get(spec.name());
            if (tensor == null) {
                throw new IOException("no tensor " + spec.name());
            }
            if (!tensor.shape().equals(spec.shape())) {
                throw ConfigException.of(spec.name(), "shape " + tensor.shape(), "shape " + spec.shape());
            }
            System.arraycopy(tensor.values(), 0, parameters.get(spec.name()).data, 0, tensor.values().length);
        }
        for (String name : content.tensors().keySet()) {
            if (parameters.specs().stream().noneMatch(spec -> spec.name().equals(name))) {
                throw new IOException(
                        "tensor " + name + ", which " + trial.cell().name() + " does not have");
            }
        }
        return new ModelFile(trial, parameters);
    }
}
