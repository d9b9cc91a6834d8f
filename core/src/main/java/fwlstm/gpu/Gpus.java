package fwlstm.gpu;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import fwlstm.train.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The GPUs of this machine. */
public final class Gpus {
    /** Without their free memory. */
    private static List<GpuDevice> found;

    private static List<GpuDevice> measured;

    private Gpus() {}

    /**
     * All GPUs that the driver shows, usable or not; found at the first call and remembered, except that GPUs without
     * free memory are queried again.
     *
     * @return at least one
     * @throws DeviceException with the reason why there is none here and what to install
     */
    public static synchronized List<GpuDevice> devices() {
        measured = (measured == null ? known() : measured)
                .stream()
                        .map(device -> device.freeBytes() > 0
                                ? device
                                : device.withFreeBytes(freeBytes(handle(device.ordinal()), device.ordinal())))
                        .toList();
        return measured;
    }

    private static synchronized List<GpuDevice> known() {
        CudaLibraries.load();
        if (found == null) {
            found = probe();
        }
        return found;
    }

    /**
     * Opens a GPU as training does, and closes it; takes seconds if the driver must first compile the kernels.
     *
     * @throws DeviceException with the reason why it cannot be used and what to install or change
     */
    public static void tryOut(GpuDevice device) {
        GpuSession.open(device.ordinal()).close();
    }

    /**
     * A GPU whose free memory is not known yet.
     *
     * @param ordinal of {@link GpuDevice#ordinal()}
     * @throws DeviceException if there is no such GPU or it cannot be used
     */
    static GpuDevice device(int ordinal) {
        List<GpuDevice> devices = known();
        if (ordinal < 0 || ordinal >= devices.size()) {
            throw new DeviceException("there is no GPU " + ordinal + ": this process sees "
                    + (devices.size() == 1 ? "one, GPU 0" : devices.size() + ", GPUs 0 to " + (devices.size() - 1))
                    + CudaErrors.visibleDevices());
        }
        return devices.get(ordinal);
    }

    /** The driver's handle of a device. */
    static CUdevice handle(int ordinal) {
        CUdevice device = new CUdevice();
        CudaErrors.check(JCudaDriver.cuDeviceGet(device, ordinal), "use GPU " + ordinal);
        return device;
    }

    private static List<GpuDevice> probe() {
        int[] count = new int[1];
        CudaErrors.check(JCudaDriver.cuDeviceGetCount(count), "count the GPUs");
        if (count[0] == 0) {
            throw new DeviceException("no NVIDIA GPU was found" + CudaErrors.visibleDevices());
        }
        List<GpuDevice> devices = new ArrayList<>();
        for (int ordinal = 0; ordinal < count[0]; ordinal++) {
            devices.add(describe(ordinal));
        }
        return List.copyOf(devices);
    }

    private static GpuDevice describe(int ordinal) {
        CUdevice device = handle(ordinal);
        byte[] name = new byte[256];
        CudaErrors.check(JCudaDriver.cuDeviceGetName(name, name.length, device), "name GPU " + ordinal);
        long[] total = new long[1];
        CudaErrors.check(JCudaDriver.cuDeviceTotalMem(total, device), "measure the memory of GPU " + ordinal);
        return new GpuDevice(
                ordinal,
                new String(name, StandardCharsets.UTF_8).replace("\0", "").strip(),
                attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                attribute(device, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                total[0],
                0,
                attribute(device, CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                CudaLibraries.driverVersion());
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        CudaErrors.check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "ask a GPU for its properties");
        return value[0];
    }

    /** Only a context can tell; the one created for it is released, and the thread keeps its own. */
    private static long freeBytes(CUdevice device, int ordinal) {
        CUcontext context = new CUcontext();
        int retained = JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
        if (isTaken(retained)) {
            return 0;
        }
        CudaErrors.check(retained, "use GPU " + ordinal);
        try {
            CudaErrors.check(JCudaDriver.cuCtxPushCurrent(context), "use GPU " + ordinal);
            try {
                return freeBytes();
            } finally {
                JCudaDriver.cuCtxPopCurrent(new CUcontext());
            }
        } finally {
            JCudaDriver.cuDevicePrimaryCtxRelease(device);
        }
    }

    /** Whether creating a context failed because other processes leave no room for it. */
    static boolean isTaken(int result) {
        return result == CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE || result == CUresult.CUDA_ERROR_OUT_OF_MEMORY;
    }

    /** The free memory of the GPU whose context is the thread's current one. */
    static long freeBytes() {
        long[] free = new long[1];
        CudaErrors.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "measure the GPU's free memory");
        return free[0];
    }
}
