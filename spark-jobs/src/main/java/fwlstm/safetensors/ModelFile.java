package fwlstm.safetensors;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
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
 * ParameterSpec}; in the metadata, as text, the configuration of the trial by column (what does not apply is absent), its
 * {@code trial_id}, and the {@code format} and {@code format_version} of the file.
 *
 * @param parameters those with which the trial's test score was computed
 */
public record ModelFile(Trial trial, Parameters parameters) {
    private static final String FORMAT = "fw-lstm";
    private static final String FORMAT_VERSION = "1";
    private static final Set<String> OTHER_KEYS = Set.of("format", "format_version", "trial_id");
    private static final String NEWER = ", unless a newer fw-lstm wrote this; then use that one";
    private static final String ALLOWED = "a model written by fw train --save, sweep --keep-best, export or import";

    /** Writes the file, in place of the one that may be there, in one step. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, content()::write);
    }

    /** What is in the file. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4 * ParameterSpec.count(trial.cell()) + 4096);
        try {
            content().write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to be written
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
     * @throws ConfigException if there is none, or if it is not, whole and unchanged, a model of this version
     */
    public static ModelFile read(Path file) {
        return orRefused(file.toString(), ALLOWED, () -> of(TensorFile.of(mapped(file), EnumSet.of(Dtype.F32))));
    }

    /**
     * Reads what is in a file.
     *
     * @param name of the file, for messages
     * @throws ConfigException if it is not, whole and unchanged, a model of this version
     */
    public static ModelFile parse(ByteBuffer content, String name) {
        return orRefused(name, ALLOWED, () -> of(TensorFile.of(content, EnumSet.of(Dtype.F32))));
    }

    /**
     * The network of another program: of its file only the tensors count, of any {@link Dtype}.
     *
     * @param trial says which network it is
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
            throw ConfigException.of("trial_id", metadata.get("trial_id"), trial.id() + ", that of its configuration");
        }
        return new ModelFile(trial, parameters(content, trial.cell()));
    }

    /** The tensors as parameters: all that the cell has, in its shapes, and no others; all numbers finite. */
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
                    throw new IOException("tensor " + spec.name() + " with a value that is no finite number");
                }
            }
            System.arraycopy(values, 0, parameters.get(spec.name()).data, 0, values.length);
        }
        return parameters;
    }

    /** What a file holds; mapped, since one that is none of ours may be larger than the heap. */
    private static ByteBuffer mapped(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.exists(file) ? "no file" : "nothing there");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("a file larger than any model");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** A file's content on its way to a model. */
    private interface Reading {
        ModelFile model() throws IOException;
    }

    private static ModelFile orRefused(String name, String allowed, Reading reading) {
        try {
            return reading.model();
        } catch (ConfigException e) {
            throw e.within(name + ": ");
        } catch (IOException e) {
            throw ConfigException.of(name, e.getMessage(), allowed);
        }
    }
}
