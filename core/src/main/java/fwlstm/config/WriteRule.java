package fwlstm.config;

/** The rule that adds a pattern r to the fast weights A. */
public enum WriteRule {
    /** A_t = λ A_{t−1} + η r rᵀ. */
    HEBB,
    /** A_t = (1 − η r·r) A_{t−1} + η r rᵀ: the decay follows from the pattern, and λ is not used. */
    OJA
}
