package fwlstm.train;

import fwlstm.config.Settings;
import java.util.Map;

/** The precision of matrix products on a GPU. */
public enum Precision {
    FLOAT32,
    /** Factors rounded to 10 bits of fraction, sums in float32. */
    TF32;

    /** All values by the names in user input. */
    public static final Map<String, Precision> KNOWN = Settings.byName(Precision.class);
}
