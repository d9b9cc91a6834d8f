package fwlstm.sql;

import fwlstm.io.UserFolder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;

/** Reads SQL statements at a terminal; each may span several lines and ends with a semicolon. */
public final class SqlPrompt {
    private static final Set<String> LEAVE = Set.of("\\q", "quit", "exit");

    private final LineReader reader;

    /**
     * @param history the file that keeps the history between sessions, or null for none
     * @param words the words that the tab key completes
     */
    public SqlPrompt(Terminal terminal, Path history, Collection<String> words) {
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new StatementParser())
                .completer(new StringsCompleter(words))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "  > ")
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // != does not refer to an earlier line
                .build();
    }

    /** The history file; null if this user cannot write anywhere. */
    public static Path history() {
        return UserFolder.find().map(folder -> folder.resolve("sql-history")).orElse(null);
    }

    /** Passes on one statement after the other, until the user leaves. Control-C drops the text typed so far. */
    public void run(Consumer<String> statement) {
        while (true) {
            try {
                String text = reader.readLine("fw> ");
                if (leaves(text)) {
                    return;
                }
                Statements.of(text).ended().forEach(statement);
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private static boolean leaves(String text) {
        return LEAVE.contains(text.replace(";", "").strip());
    }

    /** Requests another line until all statements have ended; words are those of SQL. */
    private static final class StatementParser extends DefaultParser {
        StatementParser() {
            setQuoteChars(new char[0]);
            setEscapeChars(new char[0]);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE
                    && !leaves(line)
                    && !Statements.of(line).rest().isEmpty()) {
                throw new EOFError(-1, -1, "the statement goes on", ";");
            }
            return super.parse(line, cursor, context);
        }

        @Override
        public boolean isDelimiterChar(CharSequence line, int position) {
            char c = line.charAt(position);
            return !Character.isLetterOrDigit(c) && c != '_';
        }
    }
}
