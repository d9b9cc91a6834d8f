package fwlstm.config;

/** How the fast weights A take up a pattern r. */
public enum WriteRule {
    /** A_t = λ A_{t−1} + η r rᵀ. */
    HEBB,
    /** A_t = (1 − η r·r) A_{t−1} + η r rᵀ: the decay follows from the pattern, λ plays no part. */
    OJA
}
