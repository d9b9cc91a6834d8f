package fwlstm.io;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The message of a failure for people: one line, never empty, whatever the exception's own message is. */
public final class Sentence {
    /** The number of causes that are followed; they may be circular. */
    private static final int MOST_CAUSES = 50;

    private Sentence() {}

    /**
     * The first informative line of the outermost failure with its own message: exceptions that only wrap another, such
     * as one from another thread, are skipped. If there is none, the name of the innermost.
     */
    public static String of(Throwable e) {
        return of(e, MOST_CAUSES);
    }

    /** The same, after the name of the failure's class in full. */
    public static String withClass(Throwable e) {
        String sentence = of(e);
        Class<?> type = e.getClass();
        return sentence.startsWith(type.getSimpleName())
                ? type.getPackageName() + "." + sentence
                : type.getName() + ": " + sentence;
    }

    private static String of(Throwable e, int causes) {
        Throwable cause = causes == 0 ? null : e.getCause();
        String line = firstLine(e.getMessage());
        if (cause != null && (line.isEmpty() || e.getMessage().equals(cause.toString()))) {
            return of(cause, causes - 1);
        }
        if (e instanceof FileSystemException failure && failure.getReason() == null && !line.isEmpty()) {
            return line + ": " + reason(failure);
        }
        String name = name(e.getClass());
        if (line.isEmpty()) {
            return name;
        } else if (line.endsWith(":") && cause != null) {
            return line + " " + of(cause, causes - 1);
        }
        return line.matches("\\S+") ? name + ": " + line : line; // a word, such as a path, is not a sentence
    }

    private static String firstLine(String message) {
        return message == null
                ? ""
                : message.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    /** Java's message names only the file. */
    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        } else if (e instanceof FileAlreadyExistsException) {
            return "exists already";
        } else if (e instanceof NotDirectoryException) {
            return "is not a folder";
        } else if (e instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        return name(e.getClass());
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
