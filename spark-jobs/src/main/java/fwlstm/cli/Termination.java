package fwlstm.cli;

import java.io.PrintWriter;

/**
 * Reports in one line that the program is terminated before its command has ended: by SIGTERM, or by a control-C that
 * the command does not handle itself.
 */
final class Termination {
    private static volatile boolean underWay;
    private static volatile Runnable lastWords = () -> {};

    private volatile boolean expected;

    private Termination() {}

    /** Watches until {@link #expect}. */
    static Termination watch(String[] arguments, PrintWriter err) {
        Termination termination = new Termination();
        boolean sweep = arguments.length > 0 && arguments[0].equals("sweep");
        Runnable hook = () -> {
            if (!termination.expected) {
                synchronized (err) { // the last line, whatever else is about to be written
                    underWay = true;
                    err.println("fw: terminated" + (sweep ? "; run the same command again to resume" : ""));
                }
                lastWords.run();
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(hook, "termination"));
        return termination;
    }

    /** What to print for other programs then. */
    static void lastWords(Runnable words) {
        lastWords = words;
    }

    /** The command has ended: exiting is expected from now on. */
    void expect() {
        expected = true;
    }

    /** Whether the program is being terminated, so that failures are not reported any more. */
    static boolean isUnderWay() {
        return underWay;
    }
}
