package fwlstm.sql;

import fwlstm.io.Sentence;
import fwlstm.spark.ResultTables;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** A statement that Spark refuses or cannot finish, as one line: where, why, and a suggestion. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Spark's name for the error that a table is missing; its own message is long and not helpful here. */
    private static final String MISSING = "TABLE_OR_VIEW_NOT_FOUND";

    /**
     * Text that Spark puts around its messages: the class of the error before, a state, a plan and the statement after.
     */
    private static final Pattern CLASS = Pattern.compile("^\\s*\\[[A-Z0-9_.]+]\\s*");

    private static final Pattern REST =
            Pattern.compile("(?s)\\s*(SQLSTATE: \\w+|== SQL|== DataFrame|;\\s*line \\d+ pos|\\n\\s*at ).*");

    /** Spark counts positions from 0 in the first two and from 1 in the last. */
    private static final Pattern POSITION = Pattern.compile(
            "\\(line (\\d+), pos (\\d+)\\)|; line (\\d+) pos (\\d+)|== SQL \\(line (\\d+), position (\\d+)\\)");

    private QueryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param source where the statement is from, such as a file; empty if it needs no name */
    public static QueryException of(String source, Exception e) {
        Throwable told = told(e);
        String sentence = sentence(told);
        String place = position(String.valueOf(told.getMessage()));
        String where = source.isEmpty() || place.isEmpty() ? source + place : source + ", " + place;
        return new QueryException(where.isEmpty() ? sentence : where + ": " + sentence, e);
    }

    /**
     * The most informative error: Spark's innermost one with a name; without one, the cause of Spark's failure, which
     * it wraps in "Job aborted" and a trace.
     */
    private static Throwable told(Throwable e) {
        Throwable told = null;
        Throwable root = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            told = t instanceof SparkThrowable error && error.getCondition() != null ? t : told;
            root = t;
        }
        return told == null ? root : told;
    }

    private static String sentence(Throwable told) {
        if (told instanceof SparkThrowable error && MISSING.equals(error.getCondition())) {
            return "there is no table or view " + error.getMessageParameters().get("relationName") + "; there are "
                    + String.join(", ", ResultTables.VIEWS);
        }
        String text = told.getMessage() == null ? "" : told.getMessage();
        String sentence = REST.matcher(CLASS.matcher(text).replaceFirst(""))
                .replaceFirst("")
                .strip()
                .replaceAll("\\s+", " ");
        if (sentence.isEmpty()) {
            return Sentence.of(told);
        }
        return told instanceof SparkThrowable
                ? sentence
                : sentence + " (" + told.getClass().getSimpleName() + ")";
    }

    private static String position(String text) {
        Matcher position = POSITION.matcher(text);
        if (!position.find()) {
            return "";
        }
        int group = position.group(1) != null ? 1 : position.group(3) != null ? 3 : 5;
        int column = Integer.parseInt(position.group(group + 1)) + (group == 5 ? 0 : 1);
        return "line " + position.group(group) + ", position " + column;
    }
}
