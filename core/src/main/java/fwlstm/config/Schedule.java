package fwlstm.config;

/** The course of the learning rate over the {@code updates} of a trial. */
public enum Schedule {
    CONSTANT,
    /** Decreases linearly to 0 after the last update. */
    LINEAR,
    /** Decreases along half a cosine to 0 after the last update. */
    COSINE;

    /** The factor on the learning rate at an update, counted from 0, of a trial with {@code updates} in total. */
    public double factor(long update, long updates) {
        double progress = (double) update / updates;
        return switch (this) {
            case CONSTANT -> 1.0;
            case LINEAR -> 1.0 - progress;
            case COSINE -> 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * progress));
        };
    }
}
