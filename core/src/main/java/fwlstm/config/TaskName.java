package fwlstm.config;

/** The associative retrieval tasks. */
public enum TaskName {
    /** k1 v1 k2 v2 … ? ? q (Ba et al. 2016). */
    ART,
    /** k1 … kK v1 … vK ? ? q (Keller et al. 2018): keys and values are far apart. */
    MART
}
