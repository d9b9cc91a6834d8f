package fwlstm.gpu;

/**
 * A GPU cannot be used, or no longer: one line that says what is missing and what to install or change. Never means that
 * a trial is at fault.
 */
public class GpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GpuException(String message) {
        super(message);
    }

    public GpuException(String message, Throwable cause) {
        super(message, cause);
    }
}
