package fwlstm.train;

/** Which backend is asked for. */
public enum BackendName {
    /** The GPU if there is one that can be used, else the CPU. */
    AUTO,
    CPU,
    GPU
}
