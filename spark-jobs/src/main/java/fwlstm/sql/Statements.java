package fwlstm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * Splits SQL text into statements, with Spark's own lexer: semicolons in strings of any kind, in names, in comments and
 * within a script, {@code BEGIN … END}, do not end a statement. Each statement keeps its position: the text before it
 * becomes blanks, so that lines and positions in Spark's messages are those of the text.
 *
 * @param ended the statements that end with a semicolon, without it
 * @param rest the text after the last semicolon; empty if it is only blanks and comments
 */
public record Statements(List<String> ended, String rest) {
    public static Statements of(String text) {
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)));
        lexer.removeErrorListeners();
        List<String> ended = new ArrayList<>();
        Script script = new Script();
        int start = 0;
        int end = 0; // of the previous token, in characters
        int points = 0; // the same in code points, the unit of the lexer
        boolean empty = true;
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            end = text.offsetByCodePoints(end, token.getStopIndex() + 1 - points);
            points = token.getStopIndex() + 1;
            if (opensQuotation(token)) {
                empty = false;
                break;
            } else if (token.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            script.next(token.getType());
            if (token.getType() != SqlBaseLexer.SEMICOLON) {
                empty = false;
            } else if (!script.isOpen()) {
                if (!empty) {
                    ended.add(inPlace(text, start, end - 1));
                }
                start = end;
                empty = true;
                script = new Script();
            }
        }
        empty &= !lexer.has_unclosed_bracketed_comment;
        return new Statements(List.copyOf(ended), empty ? "" : inPlace(text, start, text.length()));
    }

    /** All statements; the last need not end with a semicolon. */
    public List<String> all() {
        return rest.isEmpty()
                ? ended
                : Stream.concat(ended.stream(), Stream.of(rest)).toList();
    }

    private static String inPlace(String text, int start, int end) {
        return text.substring(0, start).replaceAll("[^\\n]", " ") + text.substring(start, end);
    }

    /** Whether a string or quoted name starts and does not end. */
    private static boolean opensQuotation(Token token) {
        return token.getType() == SqlBaseLexer.UNRECOGNIZED
                && Set.of("'", "\"", "`").contains(token.getText());
    }

    /** The block depth of a script; a statement that does not begin with BEGIN is not a script. */
    private static final class Script {
        /** The words after END if it ends something other than BEGIN and CASE. */
        private static final Set<Integer> OTHER_ENDS =
                Set.of(SqlBaseLexer.IF, SqlBaseLexer.WHILE, SqlBaseLexer.LOOP, SqlBaseLexer.REPEAT, SqlBaseLexer.FOR);

        private boolean first = true;
        private boolean script;
        private boolean ending;
        private int depth;

        /** Takes the next word. */
        void next(int type) {
            script = first ? type == SqlBaseLexer.BEGIN : script;
            first = false;
            boolean afterEnd = ending;
            ending = type == SqlBaseLexer.END;
            if (afterEnd && !OTHER_ENDS.contains(type)) {
                depth--;
            }
            if (type == SqlBaseLexer.BEGIN || type == SqlBaseLexer.CASE && !afterEnd) {
                depth++;
            }
        }

        boolean isOpen() {
            return script && depth > 0;
        }
    }
}
