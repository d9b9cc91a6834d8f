package fwlstm.gpu;

import fwlstm.train.DeviceException;
import fwlstm.train.OutOfDeviceMemoryException;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;

/**
 * Turns return codes of the driver and cuBLAS into exceptions whose one-line messages name the problem and a remedy.
 */
final class CudaErrors {
    private CudaErrors() {}

    /**
     * @param result a {@link CUresult}
     * @param what what was tried, as in "cannot WHAT"
     * @throws OutOfDeviceMemoryException if memory did not suffice
     * @throws DeviceException at any other failure
     */
    static void check(int result, String what) {
        if (result == CUresult.CUDA_SUCCESS) {
            return;
        }
        String message = "cannot " + what + ": " + explain(result) + " (" + CUresult.stringFor(result) + ")";
        throw result == CUresult.CUDA_ERROR_OUT_OF_MEMORY
                ? new OutOfDeviceMemoryException(message)
                : new DeviceException(message);
    }

    /**
     * @param status a {@link cublasStatus}
     * @param what what was tried, as in "cannot WHAT"
     * @throws OutOfDeviceMemoryException if memory did not suffice
     * @throws DeviceException at any other failure
     */
    static void checkBlas(int status, String what) {
        if (status == cublasStatus.CUBLAS_STATUS_SUCCESS) {
            return;
        }
        String message = "cannot " + what + ": " + explainBlas(status) + " (" + cublasStatus.stringFor(status) + ")";
        throw status == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED
                ? new OutOfDeviceMemoryException(message)
                : new DeviceException(message);
    }

    private static String explain(int result) {
        return switch (result) {
            case CUresult.CUDA_ERROR_INVALID_VALUE -> "an argument is out of range";
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
                "the GPU's memory does not suffice; train fewer trials at once or"
                        + " end what else uses the GPU (nvidia-smi lists it)";
            case CUresult.CUDA_ERROR_NOT_INITIALIZED, CUresult.CUDA_ERROR_DEINITIALIZED ->
                "the driver is not initialised, or was already shut down";
            case CUresult.CUDA_ERROR_STUB_LIBRARY ->
                "the libcuda.so.1 that was found is the CUDA toolkit's stub; take"
                        + " its folder (…/stubs) out of LD_LIBRARY_PATH";
            case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE ->
                "the GPU is taken: another process holds it in exclusive"
                        + " mode; end that process or set the compute mode to default with nvidia-smi -c 0";
            case CUresult.CUDA_ERROR_NO_DEVICE -> "no NVIDIA GPU was found" + visibleDevices();
            case CUresult.CUDA_ERROR_INVALID_DEVICE -> "there is no such GPU" + visibleDevices();
            case CUresult.CUDA_ERROR_INVALID_IMAGE,
                    CUresult.CUDA_ERROR_INVALID_PTX,
                    CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU -> "the driver cannot compile the kernels for this GPU";
            case CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION ->
                "the driver is too old for the kernels; install NVIDIA" + " driver 525 or newer";
            case CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
                    CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
                    CUresult.CUDA_ERROR_INVALID_PC ->
                "a kernel touched memory that is not its own, and all work on the GPU by this process is lost";
            case CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES ->
                "the kernel needs more registers or shared memory than the GPU has";
            case CUresult.CUDA_ERROR_LAUNCH_TIMEOUT ->
                "the kernel ran too long for a GPU that also drives a display;" + " use another GPU or a smaller batch";
            case CUresult.CUDA_ERROR_LAUNCH_FAILED,
                    CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
                    CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR ->
                "a kernel failed, and all work on the GPU by this process is lost";
            case CUresult.CUDA_ERROR_ECC_UNCORRECTABLE ->
                "the GPU found an uncorrectable memory error; see"
                        + " nvidia-smi -q -d ECC, reset the GPU or leave it out";
            case CUresult.CUDA_ERROR_CONTEXT_IS_DESTROYED, CUresult.CUDA_ERROR_INVALID_CONTEXT ->
                "the GPU's context is gone, or not that of this thread";
            case CUresult.CUDA_ERROR_SYSTEM_NOT_READY ->
                "the GPUs are not ready; on machines with NVSwitch start nvidia-fabricmanager";
            case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH ->
                "the driver's library and its kernel module are of"
                        + " different versions; reboot, or reload the module";
            case CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
                "a CUDA compatibility package stands in for the"
                        + " driver, which this GPU does not allow; take it out of LD_LIBRARY_PATH or update the driver";
            case CUresult.CUDA_ERROR_UNKNOWN -> "the driver gives no reason; see dmesg, and whether nvidia-smi works";
            default -> "the driver refused";
        };
    }

    private static String explainBlas(int status) {
        return switch (status) {
            case cublasStatus.CUBLAS_STATUS_NOT_INITIALIZED ->
                "cuBLAS could not start; its version may not fit the driver, or the GPU's memory does not suffice";
            case cublasStatus.CUBLAS_STATUS_ALLOC_FAILED ->
                "the GPU's memory does not suffice; train fewer trials at"
                        + " once or end what else uses the GPU (nvidia-smi lists it)";
            case cublasStatus.CUBLAS_STATUS_INVALID_VALUE -> "an argument is out of range";
            case cublasStatus.CUBLAS_STATUS_ARCH_MISMATCH, cublasStatus.CUBLAS_STATUS_NOT_SUPPORTED ->
                "this GPU or this cuBLAS does not have the operation";
            case cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED -> "the product failed on the GPU";
            default -> "cuBLAS refused";
        };
    }

    /** The setting that may hide devices, for messages about missing ones. */
    static String visibleDevices() {
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        return visible == null ? "" : ": CUDA_VISIBLE_DEVICES is \"" + visible + "\"";
    }
}
