package fwlstm.config;

/** Which pre-activations share one layer normalisation. */
public enum Norm {
    /** No normalisation. */
    NONE,
    /** Each gate's H rows by themselves. */
    PER_GATE,
    /** All rows together, as in Keller et al. 2018. */
    JOINT;

    /** Groups of rows that are normalised by themselves, of a cell with so many gates; 0 if none are. */
    public int groups(int gates) {
        return switch (this) {
            case NONE -> 0;
            case PER_GATE -> gates;
            case JOINT -> 1;
        };
    }
}
