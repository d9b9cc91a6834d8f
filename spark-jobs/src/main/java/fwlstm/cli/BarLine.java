package fwlstm.cli;

import fwlstm.spark.SweepProgress.Moment;
import java.nio.charset.Charset;
import java.util.Locale;

/** The line at a terminal with the progress of a sweep: a pure function of the progress and the terminal's width. */
final class BarLine {
    private static final int USUAL_WIDTH = 80;
    private static final int LEAST_BAR = 10;
    private static final int MOST_BAR = 40;

    /** With fewer columns, the running trials are not shown. */
    private static final int LEAST_RUNNING = 16;

    private BarLine() {}

    /**
     * The line, which is shorter than the terminal is wide. Numbers take precedence, then the bar, then the running
     * trials.
     *
     * @param width columns of the terminal; 0 or less if that is unknown
     * @param blocks whether it can show blocks
     */
    static String of(String name, Moment now, int width, boolean blocks) {
        int columns = (width > 0 ? width : USUAL_WIDTH) - 1; // a full line would wrap in some terminals
        String percent = String.format(Locale.ROOT, "%.0f %%", Math.floor(100 * now.fraction()));
        String left =
                now.secondsLeft() == null || now.fraction() == 1 ? "" : ", " + ProgressText.left(now.secondsLeft());
        String numbers = ProgressText.counts(now) + left;
        String line = name + " " + percent + " ";
        int room = columns - line.length() - numbers.length();
        int bar = Math.min(Math.max(LEAST_BAR, Math.min(MOST_BAR, columns / 5)), room - 3);
        if (bar >= LEAST_BAR) {
            line += bar(now.fraction(), bar, blocks) + " " + numbers;
        } else if (room >= 0) {
            line += numbers;
        } else {
            line = percent + " " + numbers;
        }
        String running = ProgressText.running(now, ": ");
        if (line.length() + Math.min(LEAST_RUNNING, running.length()) <= columns) {
            line += running;
        }
        return cut(line, columns, blocks ? "…" : "...");
    }

    private static String bar(double fraction, int cells, boolean blocks) {
        int full = (int) Math.floor(fraction * cells);
        return "|" + (blocks ? "█" : "#").repeat(full) + " ".repeat(cells - full) + "|";
    }

    private static String cut(String line, int columns, String dots) {
        if (line.length() <= columns) {
            return line;
        }
        return columns <= dots.length()
                ? line.substring(0, Math.max(0, columns))
                : line.substring(0, columns - dots.length()) + dots;
    }

    /** Whether standard error can show block characters. */
    static boolean hasBlocks() {
        String encoding = System.getProperty("stderr.encoding", System.getProperty("native.encoding"));
        try {
            return Charset.forName(encoding).newEncoder().canEncode('█');
        } catch (IllegalArgumentException e) { // unknown to this Java
            return false;
        }
    }
}
