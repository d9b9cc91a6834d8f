package fwlstm.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in UTF-8 from any editor: a byte order mark is not part of the text. */
public final class TextFile {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /** The text is in another encoding, which the message names. */
    public static final class EncodingException extends CharacterCodingException {
        private static final long serialVersionUID = 1L;

        private final String found;

        private EncodingException(String found) {
            this.found = found;
        }

        @Override
        public String getMessage() {
            return found;
        }
    }

    /**
     * The text in a file.
     *
     * @throws EncodingException if it is not in UTF-8
     */
    public static String read(Path file) throws IOException {
        return decode(Files.readAllBytes(file));
    }

    /**
     * Bytes as text.
     *
     * @throws EncodingException if they are not in UTF-8
     */
    public static String decode(byte[] bytes) throws EncodingException {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new EncodingException("text in UTF-16, not UTF-8");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new EncodingException("bytes that are not UTF-8 text");
        }
        if (text.indexOf('\0') >= 0) { // in UTF-16 without a mark, letters are a byte and a zero each
            throw new EncodingException("zero bytes, as in UTF-16 or in what is no text, not UTF-8");
        }
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }
}
