package fwlstm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text of SQL in statements. Each keeps its place: what stands before it becomes blanks, so that lines and positions in
 * Spark's messages are those of the text.
 *
 * @param ended the statements that a semicolon ends, without it
 * @param rest what follows the last semicolon; empty if only blanks and comments do
 */
record Statements(List<String> ended, String rest) {
    static Statements of(String text) {
        List<String> ended = new ArrayList<>();
        int start = 0;
        boolean empty = true;
        int end;
        for (int k = 0; k < text.length(); k = end) {
            end = piece(text, k);
            if (text.charAt(k) == ';') {
                if (!empty) {
                    ended.add(inPlace(text, start, k));
                }
                start = end;
                empty = true;
            } else if (!isClosedComment(text, k, end) && !Character.isWhitespace(text.charAt(k))) {
                empty = false;
            }
        }
        return new Statements(List.copyOf(ended), empty ? "" : inPlace(text, start, text.length()));
    }

    /** All statements; the last may do without a semicolon. */
    List<String> all() {
        return rest.isEmpty()
                ? ended
                : Stream.concat(ended.stream(), Stream.of(rest)).toList();
    }

    private static String inPlace(String text, int start, int end) {
        return text.substring(0, start).replaceAll("[^\\n]", " ") + text.substring(start, end);
    }

    /** Where the character, string, quoted name or comment ends that begins at a position. */
    private static int piece(String text, int start) {
        char first = text.charAt(start);
        if (first == '\'' || first == '"' || first == '`') {
            return quoted(text, start, first);
        } else if (text.startsWith("--", start)) {
            int line = text.indexOf('\n', start);
            return line < 0 ? text.length() : line;
        } else if (text.startsWith("/*", start)) {
            return comment(text, start);
        }
        return start + 1;
    }

    /** A doubled quote inside ends one string and begins the next, which comes to the same. */
    private static int quoted(String text, int start, char quote) {
        for (int k = start + 1; k < text.length(); k++) {
            if (text.charAt(k) == quote) {
                return k + 1;
            } else if (text.charAt(k) == '\\' && quote != '`') {
                k++;
            }
        }
        return text.length();
    }

    /** Spark's comments nest. */
    private static int comment(String text, int start) {
        int depth = 0;
        for (int k = start; k < text.length(); k++) {
            if (text.startsWith("/*", k)) {
                depth++;
                k++;
            } else if (text.startsWith("*/", k)) {
                depth--;
                k++;
                if (depth == 0) {
                    return k + 1;
                }
            }
        }
        return text.length();
    }

    private static boolean isClosedComment(String text, int start, int end) {
        return text.startsWith("--", start)
                || text.startsWith("/*", start) && end - start >= 4 && text.startsWith("*/", end - 2);
    }
}
