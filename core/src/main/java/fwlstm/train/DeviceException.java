package fwlstm.train;

/**
 * A device, such as a GPU, cannot be used, or no longer: one line that says what is missing and what to install or
 * change. Never means that a trial is at fault.
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
