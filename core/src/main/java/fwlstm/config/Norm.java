package fwlstm.config;

/** Which pre-activations share one layer normalisation. */
public enum Norm {
    /** No normalisation. */
    NONE,
    /** Each gate's H rows by themselves. */
    PER_GATE,
    /** All rows together, as in Keller et al. 2018. */
    JOINT
}
