package fwlstm.train;

import fwlstm.config.Settings;
import java.util.Map;

/** Which backend is asked for. */
public enum BackendName {
    /** The GPU if there is one that can be used, else the CPU. */
    AUTO,
    CPU,
    GPU;

    /** All by the names that users give them. */
    public static final Map<String, BackendName> KNOWN = Settings.byName(BackendName.class);
}
