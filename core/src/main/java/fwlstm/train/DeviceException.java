package fwlstm.train;

/**
 * A device, such as a GPU, cannot be used, or not any more: one line that names the problem and what to install or
 * change. It never means that a trial is at fault.
 */
public class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
