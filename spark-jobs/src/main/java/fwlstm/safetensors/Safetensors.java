package fwlstm.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The safetensors format: the length of the header as 8 bytes, little-endian; the header, a JSON object of text metadata
 * and of each tensor's type, shape and place; then all tensors without gaps, row-major and little-endian. What is
 * written is F32.
 */
record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    /** A key of the header that is no tensor. */
    private static final String METADATA = "__metadata__";

    /** No header of a few parameters comes near. */
    private static final int MOST_HEADER_BYTES = 1 << 20;

    private static final int ALIGNMENT = 8;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** An array of as many values as its shape has room for, row-major. */
    record Tensor(List<Integer> shape, float[] values) {
        Tensor {
            shape = List.copyOf(shape);
        }
    }

    Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    void write(OutputStream out) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, metadata);
        long end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long begin = end;
            end += (long) Float.BYTES * entry.getValue().values.length;
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("dtype", "F32");
            place.put("shape", entry.getValue().shape);
            place.put("data_offsets", List.of(begin, end));
            header.put(entry.getKey(), place);
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; // so that mapped tensors are aligned
        ByteBuffer head = littleEndian(Long.BYTES + length).putLong(length).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        out.write(head.array());
        for (Tensor tensor : tensors.values()) {
            ByteBuffer data = littleEndian(Math.multiplyExact(Float.BYTES, tensor.values.length));
            data.asFloatBuffer().put(tensor.values);
            out.write(data.array());
        }
    }

    /**
     * Reads a whole file.
     *
     * @param dtypes the types that its tensors may have
     * @throws IOException if it is anything else, with the reason
     */
    static Safetensors read(ByteBuffer file, Set<Dtype> dtypes) throws IOException {
        ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.remaining() > Long.BYTES, "a file too short to be in the safetensors format");
        long length = bytes.getLong();
        require(length >= 2 && length <= MOST_HEADER_BYTES, "a file that does not begin as safetensors do");
        require(length <= bytes.remaining(), "a file that ends within its header");
        JsonNode header = header(bytes, (int) length);
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.path(METADATA).properties()) {
            metadata.put(field.getKey(), field.getValue().asText());
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long used = 0;
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals(METADATA)) {
                Dtype dtype = dtype(field.getKey(), field.getValue(), dtypes);
                Tensor tensor = tensor(field.getKey(), dtype, field.getValue(), data);
                tensors.put(field.getKey(), tensor);
                used += (long) dtype.size() * tensor.values.length;
            }
        }
        require(used == data.capacity(), "a file with more in it than its tensors");
        return new Safetensors(metadata, tensors);
    }

    private static JsonNode header(ByteBuffer bytes, int length) throws IOException {
        byte[] json = new byte[length];
        bytes.get(json);
        try {
            JsonNode header = JSON.readTree(json);
            require(header.isObject(), "a header that is no JSON object");
            return header;
        } catch (JsonProcessingException e) {
            throw new IOException("a header that is no JSON object", e);
        }
    }

    private static Dtype dtype(String name, JsonNode place, Set<Dtype> dtypes) throws IOException {
        String found = place.path("dtype").asText();
        for (Dtype dtype : dtypes) {
            if (dtype.name().equals(found)) {
                return dtype;
            }
        }
        String allowed = dtypes.stream().map(Dtype::name).collect(Collectors.joining(" or "));
        throw new IOException("tensor " + name + " of dtype " + found + " instead of " + allowed);
    }

    private static Tensor tensor(String name, Dtype dtype, JsonNode place, ByteBuffer data) throws IOException {
        int[] shape = new int[place.path("shape").size()];
        long size = 1;
        for (int k = 0; k < shape.length; k++) {
            JsonNode extent = place.path("shape").get(k);
            require(extent.isInt() && extent.intValue() > 0, "tensor " + name + " of shape " + place.path("shape"));
            shape[k] = extent.intValue();
            size = size > data.capacity() ? size : size * shape[k]; // beyond, it fits no more and must not overflow
        }
        JsonNode offsets = place.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        require(
                begin >= 0 && offsets.size() == 2 && end - begin == dtype.size() * size,
                "tensor " + name + " of shape " + place.path("shape") + " at bytes " + offsets);
        require(end <= data.capacity(), "a file that is cut short: it ends before tensor " + name + " does");
        float[] values = new float[(int) size];
        ByteBuffer from = data.duplicate().order(ByteOrder.LITTLE_ENDIAN).position((int) begin);
        for (int n = 0; n < values.length; n++) {
            values[n] = dtype.next(from);
        }
        return new Tensor(Arrays.stream(shape).boxed().toList(), values);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void require(boolean condition, String problem) throws IOException {
        if (!condition) {
            throw new IOException(problem);
        }
    }
}
