package fwlstm.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The safetensors format: the length of the header as 8 bytes, little-endian, at most 100 MB; the header, a JSON object
 * in UTF-8 with text metadata and each tensor's type, shape and place, which may be followed by spaces; then all
 * tensors, row-major and little-endian, such that every byte belongs to one of them. Written tensors are F32.
 */
record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    private static final int ALIGNMENT = 8;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An array with the number of values that its shape requires, row-major. */
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
        header.put(TensorFile.METADATA, metadata);
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
     * @throws IOException if the file is invalid, with the reason
     */
    static Safetensors read(ByteBuffer bytes, Set<Dtype> dtypes) throws IOException {
        TensorFile file = TensorFile.of(bytes, dtypes);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, place) -> tensors.put(name, new Tensor(place.shape(), file.values(name))));
        return new Safetensors(file.metadata(), tensors);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
