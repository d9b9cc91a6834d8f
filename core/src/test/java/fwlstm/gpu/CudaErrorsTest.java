package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.DeviceException;
import fwlstm.train.OutOfDeviceMemoryException;
import jcuda.driver.CUresult;
import jcuda.jcublas.cublasStatus;
import org.junit.jupiter.api.Test;

class CudaErrorsTest {
    @Test
    void success_is_silent() {
        assertThatCode(() -> CudaErrors.check(0, "do it")).doesNotThrowAnyException();
        assertThatCode(() -> CudaErrors.checkBlas(0, "do it")).doesNotThrowAnyException();
    }

    @Test
    void a_failure_says_what_was_tried_what_happened_and_how_the_driver_calls_it() {
        assertThatThrownBy(() -> CudaErrors.check(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, "do it"))
                .isExactlyInstanceOf(DeviceException.class)
                .hasMessage("cannot do it: a kernel touched memory that is not its own, and all work on the GPU by this"
                        + " process is lost (CUDA_ERROR_ILLEGAL_ADDRESS)");
        assertThatThrownBy(() -> CudaErrors.check(CUresult.CUDA_ERROR_STUB_LIBRARY, "start the NVIDIA driver"))
                .hasMessageContaining("take its folder (…/stubs) out of LD_LIBRARY_PATH");
        assertThatThrownBy(() -> CudaErrors.checkBlas(cublasStatus.CUBLAS_STATUS_EXECUTION_FAILED, "multiply"))
                .isExactlyInstanceOf(DeviceException.class)
                .hasMessage("cannot multiply: the product failed on the GPU (CUBLAS_STATUS_EXECUTION_FAILED)");
    }

    @Test
    void what_is_not_known_has_its_name_or_number_at_least() {
        assertThatThrownBy(() -> CudaErrors.check(CUresult.CUDA_ERROR_PEER_ACCESS_UNSUPPORTED, "do it"))
                .hasMessage("cannot do it: the driver refused (CUDA_ERROR_PEER_ACCESS_UNSUPPORTED)");
        assertThatThrownBy(() -> CudaErrors.check(12345, "do it")).hasMessageContaining("12345");
    }

    @Test
    void too_little_memory_is_an_exception_of_its_own() {
        assertThatThrownBy(() -> CudaErrors.check(CUresult.CUDA_ERROR_OUT_OF_MEMORY, "do it"))
                .isInstanceOf(OutOfDeviceMemoryException.class);
        assertThatThrownBy(() -> CudaErrors.checkBlas(cublasStatus.CUBLAS_STATUS_ALLOC_FAILED, "do it"))
                .isInstanceOf(OutOfDeviceMemoryException.class);
    }
}
