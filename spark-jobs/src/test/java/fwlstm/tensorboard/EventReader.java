package fwlstm.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files as their specification says, with nothing of what writes them: its checksum goes bit by bit. */
public final class EventReader {
    private EventReader() {}

    /**
     * A value of an event; only numbers and texts are known.
     *
     * @param number of a scalar, else null
     */
    public record Value(double time, long step, String tag, Float number, String text) {}

    /** All values of a file, whose framing and checksums must be right. */
    public static List<Value> read(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Value> values = new ArrayList<>();
        for (int record = 0; in.hasRemaining(); record++) {
            byte[] length = take(in, 8);
            assertThat(in.getInt()).as("checksum of a length").isEqualTo(masked(length));
            byte[] data = take(in, (int) little(length).getLong());
            assertThat(in.getInt()).as("checksum of an event").isEqualTo(masked(data));
            Map<Integer, List<Object>> event = fields(data);
            if (record == 0) {
                assertThat(text(event, 3)).isEqualTo("brain.Event:2");
            } else {
                fields((byte[]) one(event, 5)).get(1).forEach(value -> values.add(value(event, (byte[]) value)));
            }
        }
        return values;
    }

    private static Value value(Map<Integer, List<Object>> event, byte[] bytes) {
        Map<Integer, List<Object>> value = fields(bytes);
        Integer bits = (Integer) one(value, 2);
        String text = null;
        if (bits == null) {
            Map<Integer, List<Object>> tensor = fields((byte[]) one(value, 8));
            assertThat(one(tensor, 1)).as("DT_STRING").isEqualTo(7L);
            text = text(tensor, 8);
            Map<Integer, List<Object>> metadata = fields((byte[]) one(value, 9));
            assertThat(text(fields((byte[]) one(metadata, 1)), 1)).isEqualTo("text");
        }
        return new Value(
                Double.longBitsToDouble((Long) one(event, 1)),
                (Long) one(event, 2),
                text(value, 1),
                bits == null ? null : Float.intBitsToFloat(bits),
                text);
    }

    private static Map<Integer, List<Object>> fields(byte[] message) {
        ByteBuffer in = little(message);
        Map<Integer, List<Object>> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) key & 7) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> take(in, (int) varint(in));
                case 5 -> in.getInt();
                default -> throw new AssertionError("wire type of key " + key);
            };
            fields.computeIfAbsent((int) (key >> 3), field -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static Object one(Map<Integer, List<Object>> fields, int field) {
        List<Object> values = fields.getOrDefault(field, List.of());
        assertThat(values).hasSizeLessThan(2);
        return values.isEmpty() ? null : values.get(0);
    }

    private static String text(Map<Integer, List<Object>> fields, int field) {
        return new String((byte[]) one(fields, field), StandardCharsets.UTF_8);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static int masked(byte[] data) {
        int crc = crc32c(data);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    /** The polynomial of Castagnoli, reflected. */
    static int crc32c(byte[] data) {
        int crc = -1;
        for (byte next : data) {
            crc ^= next & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~crc;
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
