package fwlstm.config;

/** How the learning rate changes over the {@code updates} of a trial. */
public enum Schedule {
    CONSTANT,
    /** Falls on a straight line to 0 after the last update. */
    LINEAR,
    /** Falls along half a cosine to 0 after the last update. */
    COSINE;

    /** The factor on the learning rate at an update, counted from 0, of a trial of {@code updates} in all. */
    public double factor(long update, long updates) {
        double progress = (double) update / updates;
        return switch (this) {
            case CONSTANT -> 1.0;
            case LINEAR -> 1.0 - progress;
            case COSINE -> 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * progress));
        };
    }
}
