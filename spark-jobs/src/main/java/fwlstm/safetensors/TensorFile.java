package fwlstm.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file in the safetensors format whose header has been validated: see {@link Safetensors}. Tensors are read on
 * request, so that a file with the wrong ones costs no memory.
 *
 * @param tensors by name, in the order of the header
 * @param data all bytes after the header
 */
record TensorFile(Map<String, String> metadata, Map<String, Place> tensors, ByteBuffer data) {
    /** The key of the header that is not a tensor. */
    static final String METADATA = "__metadata__";

    /** The format's limit. */
    private static final int MOST_HEADER_BYTES = 100_000_000;

    /** Far more than any model has; each costs more memory than its entry in the header. */
    private static final int MOST_TENSORS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /**
     * The place of a tensor in the data.
     *
     * @param count the number of its values
     */
    record Place(Dtype dtype, List<Integer> shape, int begin, int end, int count) {}

    /**
     * Reads the header.
     *
     * @param dtypes the types that tensors may have
     * @throws IOException if the file is invalid, with the reason
     */
    static TensorFile of(ByteBuffer file, Set<Dtype> dtypes) throws IOException {
        ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.remaining() > Long.BYTES, "a file too short to be in the safetensors format");
        long length = bytes.getLong();
        require(length >= 2 && length <= MOST_HEADER_BYTES, "a file that does not begin like safetensors");
        require(length <= bytes.remaining(), "a file that ends within its header");
        ByteBuffer header = bytes.slice(bytes.position(), (int) length);
        ByteBuffer data = bytes.position(bytes.position() + (int) length).slice();
        require(header.get(0) == '{', "a header that is no JSON object");
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Place> tensors = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(text(header))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                JsonNode value = json.readValueAsTree();
                if (name.equals(METADATA)) {
                    metadata.putAll(metadata(value));
                } else {
                    tensors.put(name, place(name, value, dtypes, data.capacity()));
                    require(tensors.size() <= MOST_TENSORS, "more than " + MOST_TENSORS + " tensors");
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT, "a header that is no JSON object");
            require(json.nextToken() == null, "a header that is more than a JSON object");
        } catch (JsonProcessingException e) {
            throw new IOException(problem(e), e);
        }
        requireCovered(tensors, data.capacity());
        return new TensorFile(metadata, tensors, data);
    }

    /** The numbers of a tensor, row-major. */
    float[] values(String name) {
        Place place = tensors.get(name);
        float[] values = new float[place.count];
        ByteBuffer from = data.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(place.begin);
        for (int n = 0; n < values.length; n++) {
            values[n] = place.dtype.next(from);
        }
        return values;
    }

    private static String text(ByteBuffer header) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(header).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("a header that is not in UTF-8", e);
        }
    }

    private static String problem(JsonProcessingException e) {
        String found = e.getOriginalMessage();
        return found.startsWith("Duplicate field")
                ? "a header with the " + found.substring("Duplicate ".length()) + " twice"
                : "a header that is no JSON object";
    }

    private static Map<String, String> metadata(JsonNode value) throws IOException {
        require(value.isObject(), METADATA + " that is no JSON object");
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            require(field.getValue().isTextual(), METADATA + " whose " + field.getKey() + " is no text");
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        return metadata;
    }

    private static Place place(String name, JsonNode value, Set<Dtype> dtypes, int bytes) throws IOException {
        Dtype dtype = dtype(name, value.path("dtype"), dtypes);
        JsonNode extents = value.path("shape");
        String described = "tensor " + name + " of shape " + extents;
        require(extents.isArray(), described);
        List<Integer> shape = new ArrayList<>();
        long size = dtype.size();
        boolean empty = false;
        for (JsonNode extent : extents) {
            require(extent.isIntegralNumber() && extent.canConvertToInt() && extent.intValue() >= 0, described);
            shape.add(extent.intValue());
            empty |= extent.intValue() == 0;
            // A tensor larger than the data does not fit, unless a later extent is 0; the product must not overflow.
            size = size > bytes ? size : size * Math.max(1, extent.intValue());
        }
        size = empty ? 0 : size;
        JsonNode offsets = value.path("data_offsets");
        long begin = offset(offsets.path(0));
        long end = offset(offsets.path(1));
        require(
                offsets.isArray() && offsets.size() == 2 && begin >= 0 && end - begin == size,
                described + " at bytes " + offsets);
        require(end <= bytes, "a file that is cut short: it ends before tensor " + name + " does");
        return new Place(dtype, List.copyOf(shape), (int) begin, (int) end, (int) (size / dtype.size()));
    }

    private static Dtype dtype(String name, JsonNode found, Set<Dtype> dtypes) throws IOException {
        for (Dtype dtype : dtypes) {
            if (dtype.name().equals(found.textValue())) {
                return dtype;
            }
        }
        String allowed = dtypes.stream().map(Dtype::name).collect(Collectors.joining(" or "));
        String text = found.isTextual() ? found.textValue() : found.toString();
        throw new IOException("tensor " + name + " of dtype " + text + " instead of " + allowed);
    }

    private static long offset(JsonNode found) {
        return found.isIntegralNumber() && found.canConvertToLong() && found.longValue() >= 0 ? found.longValue() : -1;
    }

    /** Every byte belongs to one tensor. */
    private static void requireCovered(Map<String, Place> tensors, int bytes) throws IOException {
        List<Map.Entry<String, Place>> inOrder = tensors.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Place> e) -> e.getValue().begin)
                        .thenComparingInt(e -> e.getValue().end))
                .toList();
        String before = null;
        int used = 0;
        for (Map.Entry<String, Place> next : inOrder) {
            Place place = next.getValue();
            require(place.begin >= used, "tensors " + before + " and " + next.getKey() + " that share bytes");
            require(
                    place.begin == used,
                    "bytes " + used + " to " + place.begin + " that no tensor has, before " + next.getKey());
            before = next.getKey();
            used = place.end;
        }
        require(used == bytes, "a file with more in it than its tensors");
    }

    private static void require(boolean condition, String problem) throws IOException {
        if (!condition) {
            throw new IOException(problem);
        }
    }
}
