package fwlstm.serve;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The answer to a request.
 *
 * @param status of HTTP
 * @param type of the content
 * @param tag the entity tag, which changes with the content
 * @param headers more of them
 */
record Answer(int status, String type, byte[] content, String tag, Map<String, String> headers) {
    private static final String HTML = "text/html; charset=utf-8";

    /** Any content. */
    static Answer of(String type, byte[] content) {
        return new Answer(200, type, content, tag(content), Map.of());
    }

    /** A page, or a part of one. */
    static Answer html(String html) {
        return of(HTML, html.getBytes(StandardCharsets.UTF_8));
    }

    /** A page for those who asked for something else. */
    static Answer html(int status, String html) {
        byte[] content = html.getBytes(StandardCharsets.UTF_8);
        return new Answer(status, HTML, content, tag(content), Map.of());
    }

    /** A sentence. */
    static Answer sentence(int status, String sentence) {
        byte[] content = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        return new Answer(status, "text/plain; charset=utf-8", content, tag(content), Map.of());
    }

    /** The content is at another address here. */
    static Answer at(String location) {
        return new Answer(302, HTML, new byte[0], tag(new byte[0]), Map.of("Location", location));
    }

    /** The same with another header. */
    Answer with(String header, String value) {
        return new Answer(status, type, content, tag, Map.of(header, value));
    }

    private static String tag(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return '"' + HexFormat.of().toHexDigits((int) sum.getValue()) + "-" + Integer.toHexString(content.length) + '"';
    }
}
