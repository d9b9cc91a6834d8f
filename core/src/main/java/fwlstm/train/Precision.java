package fwlstm.train;

import fwlstm.config.Settings;
import java.util.Map;

/** What a GPU multiplies matrices with. */
public enum Precision {
    FLOAT32,
    /** Factors rounded to 10 bits of fraction, sums in float32. */
    TF32;

    /** All by the names that users give them. */
    public static final Map<String, Precision> KNOWN = Settings.byName(Precision.class);
}
