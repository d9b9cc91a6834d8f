package fwlstm.cli;

import java.io.PrintWriter;

/**
 * Says so in one line when the program is made to end before its command has: by SIGTERM, or by a control-C that the
 * command does not handle itself.
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
                synchronized (err) { // the last line, whoever is about to write another
                    underWay = true;
                    err.println("fw: terminated" + (sweep ? "; run the same command again to go on" : ""));
                }
                lastWords.run();
            }
        };
        Runtime.getRuntime().addShutdownHook(new Thread(hook, "termination"));
        return termination;
    }

    /** What is to be said to other programs then. */
    static void lastWords(Runnable words) {
        lastWords = words;
    }

    /** The command has ended: what follows is no surprise. */
    void expect() {
        expected = true;
    }

    /** Whether the program is being ended, so that whatever fails now is no news. */
    static boolean isUnderWay() {
        return underWay;
    }
}
