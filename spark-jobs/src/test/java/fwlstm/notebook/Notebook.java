package fwlstm.notebook;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A notebook file in Jupyter's format, version 4. */
record Notebook(ObjectNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Notebook read(Path file) throws IOException {
        return new Notebook((ObjectNode) JSON.readTree(file.toFile()));
    }

    /** Writes the file as Jupyter would, so that it changes in the outputs alone. */
    void write(Path file) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        Files.writeString(file, JSON.writer(printer).writeValueAsString(root) + "\n");
    }

    List<Cell> code() {
        return StreamSupport.stream(root.get("cells").spliterator(), false)
                .filter(cell -> cell.get("cell_type").asText().equals("code"))
                .map(cell -> new Cell((ObjectNode) cell))
                .toList();
    }

    /** A cell of code. */
    record Cell(ObjectNode node) {
        String source() {
            return text(node.get("source"));
        }

        /** Whether the cell is tagged as one whose output is another every time. */
        boolean varies() {
            for (JsonNode tag : node.at("/metadata/tags")) {
                if (tag.asText().equals("varies")) {
                    return true;
                }
            }
            return false;
        }

        ArrayNode outputs() {
            return (ArrayNode) node.get("outputs");
        }

        void replaceOutputs(int executionCount, ArrayNode outputs) {
            node.put("execution_count", executionCount);
            node.set("outputs", outputs);
        }
    }

    /** The outputs of a cell: what it printed, and its value as a picture or as text. */
    static ArrayNode outputs(int executionCount, Kernel.Result result) throws IOException {
        ArrayNode outputs = JSON.createArrayNode();
        if (!result.out().isEmpty()) {
            outputs.addObject()
                    .put("name", "stdout")
                    .put("output_type", "stream")
                    .set("text", lines(result.out()));
        }
        if (result.value().isPresent()) {
            ObjectNode output = outputs.addObject();
            ObjectNode data = output.putObject("data");
            if (result.value().get() instanceof RenderedImage image) {
                data.put("image/png", Base64.getEncoder().encodeToString(png(image)));
            } else {
                data.set("text/plain", lines(result.value().get().toString()));
            }
            output.put("execution_count", executionCount);
            output.putObject("metadata");
            output.put("output_type", "execute_result");
        }
        return outputs;
    }

    /** A picture, as small as PNG can be. */
    private static byte[] png(RenderedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam smallest = writer.getDefaultWriteParam();
        smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        smallest.setCompressionQuality(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), smallest);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Text as the format has it: a string, or an array of lines that keep their ends. */
    static String text(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        StringBuilder text = new StringBuilder();
        node.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    private static ArrayNode lines(String text) {
        ArrayNode lines = JSON.createArrayNode();
        for (String line : text.split("(?<=\n)")) {
            lines.add(line);
        }
        return lines;
    }
}
