package fwlstm.safetensors;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.io.WholeFile;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.safetensors.Safetensors.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trained network as a file: each parameter as a float32 tensor under its name and in the shape of its {@link
 * ParameterSpec}; in the metadata, as text, the configuration of the trial by column (without settings that do not
 * apply), its {@code trial_id}, and the {@code format} and {@code format_version} of the file.
 *
 * @param parameters the parameters with which the trial's test score was computed
 */
public record ModelFile(Trial trial, Parameters parameters) {
    private static final String FORMAT = "fw-lstm";
    private static final String FORMAT_VERSION = "1";
    private static final Set<String> OTHER_KEYS = Set.of("format", "format_version", "trial_id");
    private static final String NEWER = ", unless a newer fw-lstm wrote this; then use that one";
    private static final String ALLOWED = "a model written by fw train --save, sweep --keep-best, export or import";

    /** Writes the file atomically, replacing any existing one. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, content()::write);
    }

    /** The content of the file. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * ParameterSpec.count(trial.cell()) + 4096);
        try {
            content().write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory does not fail
        }
        return out.toByteArray();
    }

    private Safetensors content() {
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
        return new Safetensors(metadata, tensors);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if there is none, or if it is not an intact model of this version
     */
    public static ModelFile read(Path file) {
        return orRefused(file.toString(), ALLOWED, () -> of(TensorFile.of(mapped(file), EnumSet.of(Dtype.F32))));
    }

    /**
     * Reads the content of a file.
     *
     * @param name of the file, for messages
     * @throws ConfigException if it is not an intact model of this version
     */
    public static ModelFile parse(ByteBuffer content, String name) {
        return orRefused(name, ALLOWED, () -> of(TensorFile.of(content, EnumSet.of(Dtype.F32))));
    }

    /**
     * The network of another program: only the tensors of its file are used, of any {@link Dtype}.
     *
     * @param trial specifies the network
     * @throws ConfigException if the tensors are not those of the trial's cell, in name and shape, or not all finite
     */
    public static ModelFile ofWeights(Path file, Trial trial) {
        String allowed =
                "a safetensors file with the tensors of " + trial.cell().name() + ", as in docs/model-format.md";
        return orRefused(
                file.toString(),
                allowed,
                () -> new ModelFile(
                        trial, parameters(TensorFile.of(mapped(file), EnumSet.allOf(Dtype.class)), trial.cell())));
    }

    private static ModelFile of(TensorFile content) throws IOException {
        Map<String, String> metadata = content.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new IOException("tensors of another program, of which fw import makes a model");
        }
        if (!FORMAT_VERSION.equals(metadata.get("format_version"))) {
            throw ConfigException.of("format_version", metadata.get("format_version"), FORMAT_VERSION + NEWER);
        }
        Trial trial = Trial.of(metadata);
        if (!trial.id().equals(metadata.get("trial_id"))) {
            for (String key : metadata.keySet()) {
                if (!OTHER_KEYS.contains(key) && !Trial.COLUMNS.containsKey(key)) {
                    throw ConfigException.of(key, metadata.get(key), "settings that this fw-lstm has" + NEWER);
                }
            }
            throw ConfigException.of(
                    "trial_id", metadata.get("trial_id"), trial.id() + ", the id of its" + " configuration");
        }
        return new ModelFile(trial, parameters(content, trial.cell()));
    }

    /** The tensors as parameters: exactly those of the cell, in its shapes, with finite numbers only. */
    private static Parameters parameters(TensorFile content, CellConfig cell) throws IOException {
        List<ParameterSpec> specs = ParameterSpec.of(cell);
        for (ParameterSpec spec : specs) { // before any memory is taken
            TensorFile.Place place = content.tensors().get(spec.name());
            if (place == null) {
                throw new IOException("no tensor " + spec.name());
            }
            if (!place.shape().equals(spec.shape())) {
                throw ConfigException.of(spec.name(), "shape " + place.shape(), "shape " + spec.shape());
            }
        }
        for (String name : content.tensors().keySet()) {
            if (specs.stream().noneMatch(spec -> spec.name().equals(name))) {
                throw new IOException("tensor " + name + ", which " + cell.name() + " does not have");
            }
        }
        Parameters parameters = new Parameters(cell);
        for (ParameterSpec spec : specs) {
            float[] values = content.values(spec.name());
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new IOException("tensor " + spec.name() + " with a value that is not a finite number");
                }
            }
            System.arraycopy(values, 0, parameters.get(spec.name()).data, 0, values.length);
        }
        return parameters;
    }

    /** The content of a file; memory-mapped, since a foreign file may be larger than the heap. */
    private static ByteBuffer mapped(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.exists(file) ? "not a file" : "nothing there");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("a file larger than any model");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** Reads a model from a file's content. */
    private interface Reading {
        ModelFile model() throws IOException;
    }

    private static ModelFile orRefused(String name, String allowed, Reading reading) {
        try {
            return reading.model();
        } catch (ConfigException e) {
            throw e.within(name + ": ");
        } catch (IOException e) {
            throw ConfigException.of(name, Sentence.of(e), allowed);
        }
    }
}
