package fwlstm.config;

/** The cell state that a step of fw-lstm passes to the next. */
public enum Carry {
    /** LN(c_t), which h_t reads too, as in Keller et al. 2018. */
    NORMALISED,
    /** c_t itself: only h_t reads LN(c_t), as in Ba, Kiros, Hinton 2016, eq. 22. */
    RAW
}
