package fwlstm.text;

/** Durations in words. */
public final class Seconds {
    private Seconds() {}

    public static String text(double seconds) {
        if (seconds < 90) {
            return Math.max(1, Math.round(seconds)) + " s";
        } else if (seconds < 90 * 60) {
            return Math.round(seconds / 60) + " min";
        } else if (seconds < 48 * 3600) {
            return Math.round(seconds / 360) / 10.0 + " h";
        }
        return Math.round(seconds / 8640) / 10.0 + " days";
    }
}
