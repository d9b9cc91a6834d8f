package fwlstm.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The content of an event file: records in TensorFlow's framing, each a message {@code tensorflow.Event}. A record
 * consists of its length (8 bytes), the checksum of the length (4), the message, and the checksum of the message (4),
 * all little-endian.
 */
final class EventFile {
    private static final String VERSION = "brain.Event:2";
    private static final int STRING = 7; // tensorflow.DataType

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** An empty file. Times are in seconds since 1970. */
    EventFile(double time) {
        append(new Message().number(1, time).text(3, VERSION));
    }

    /** Values at a step, by tag. */
    void scalars(double time, long step, Map<String, Double> values) {
        Message summary = new Message();
        values.forEach(
                (tag, value) -> summary.message(1, new Message().text(1, tag).number(2, value.floatValue())));
        event(time, step, summary);
    }

    /** A text in Markdown. */
    void text(double time, String tag, String markdown) {
        Message tensor = new Message()
                .number(1, STRING)
                .message(2, new Message()) // a scalar
                .text(8, markdown);
        Message plugin = new Message().message(1, new Message().text(1, "text"));
        Message value =
                new Message().text(1, tag + "/text_summary").message(8, tensor).message(9, plugin);
        event(time, 0, new Message().message(1, value));
    }

    private void event(double time, long step, Message summary) {
        append(new Message().number(1, time).number(2, step).message(5, summary));
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void append(Message event) {
        byte[] data = event.toBytes();
        byte[] length = little(Long.BYTES).putLong(data.length).array();
        bytes.writeBytes(length);
        bytes.writeBytes(checksum(length));
        bytes.writeBytes(data);
        bytes.writeBytes(checksum(data));
    }

    /** CRC-32C, rotated and offset, since checksums of data that contain checksums would be weak. */
    private static byte[] checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
        return little(Integer.BYTES).putInt(masked).array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
