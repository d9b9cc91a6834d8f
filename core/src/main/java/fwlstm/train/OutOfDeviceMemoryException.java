package fwlstm.train;

/** The device's memory is too small; a smaller pack may fit. */
public final class OutOfDeviceMemoryException extends DeviceException {
    private static final long serialVersionUID = 1L;

    public OutOfDeviceMemoryException(String message) {
        super(message);
    }
}
