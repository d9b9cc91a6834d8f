package fwlstm.gpu;

/** The GPU's memory does not suffice; a narrower pack may fit. */
public final class OutOfDeviceMemoryException extends GpuException {
    private static final long serialVersionUID = 1L;

    public OutOfDeviceMemoryException(String message) {
        super(message);
    }
}
