package fwlstm.train;

import fwlstm.config.Settings;
import java.util.Map;

/** The requested backend. */
public enum BackendName {
    /** The GPU if one can be used, else the CPU. */
    AUTO,
    CPU,
    GPU;

    /** All values by the names in user input. */
    public static final Map<String, BackendName> KNOWN = Settings.byName(BackendName.class);
}
