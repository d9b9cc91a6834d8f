package fwlstm.gpu;

import static fwlstm.gpu.CudaDouble.Option.SHUFFLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.DeviceException;
import java.nio.FloatBuffer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The double finds what it is there to find. */
@ExtendWith(OnCudaDouble.class)
class CudaDoubleIT {
    private static final int THREADS = 64;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_barrier_that_some_threads_never_reach(int seed) {
        CudaDouble.set(SHUFFLE, seed);
        assertThatThrownBy(() -> run("testDivergence", THREADS))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
    }

    /** Without being told to look for any. */
    @Test
    void a_missing_barrier() {
        float[] right = new float[THREADS];
        for (int i = 0; i < THREADS; i++) {
            right[i] = THREADS - 1 - i;
        }
        assertThat(run("testRace", THREADS)).isNotEqualTo(right);
    }

    @Test
    void a_seed_repeats_the_order_of_threads_which_each_kernel_has_its_own_of() {
        CudaDouble.set(SHUFFLE, 1);
        float[] order = run("testOrder", THREADS);
        assertThat(run("testOrder", THREADS)).isNotEqualTo(order);
        CudaDouble.set(SHUFFLE, 1);
        assertThat(run("testOrder", THREADS)).isEqualTo(order);
        CudaDouble.set(SHUFFLE, 2);
        assertThat(run("testOrder", THREADS)).isNotEqualTo(order);
        CudaDouble.set(SHUFFLE, 0);
        assertThat(run("testOrder", THREADS)).isSorted();
    }

    @Test
    void a_write_beyond_a_piece() {
        CudaDouble.guardPieces();
        assertThat(run("testOverrun", THREADS)).containsOnly(1);
        assertThatThrownBy(() -> run("testOverrun", THREADS + 1))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
    }

    @Test
    void a_null_pointer() {
        try (GpuSession session = TestKernels.open()) {
            session.launch("testOverrun", 1, 1, 1, 0, Pointer.to(Pointer.to(new long[1])));
            assertThatThrownBy(session::synchronize)
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
        }
    }

    @Test
    void a_copy_that_is_read_before_it_is_done() {
        try (GpuSession session = TestKernels.open();
                DeviceMemory memory = new DeviceMemory(session, 4);
                PinnedMemory pinned = new PinnedMemory(session, 4)) {
            CUdeviceptr one = memory.allocate(4);
            memory.fill(one, 1, 1);
            memory.toHost(pinned, one, 4);
            assertThat(pinned.floats().get()).isNotEqualTo(1);
            session.synchronize();
            assertThat(pinned.floats().get()).isEqualTo(1);
        }
    }

    @Test
    void memory_that_was_never_written() {
        try (GpuSession session = TestKernels.open();
                DeviceMemory memory = new DeviceMemory(session, 4);
                PinnedMemory pinned = new PinnedMemory(session, 4)) {
            memory.toHost(pinned, memory.allocate(4), 4);
            session.synchronize();
            assertThat(pinned.floats().get()).isNaN();
        }
    }

    @Test
    void a_copy_from_an_array_that_may_move() {
        try (GpuSession session = TestKernels.open();
                DeviceMemory memory = new DeviceMemory(session, 4)) {
            CUdeviceptr to = memory.allocate(4);
            Pointer array = Pointer.to(new float[1]);
            assertThatThrownBy(() -> CudaErrors.check(
                            JCudaDriver.cuMemcpyHtoDAsync(to, array, 4, session.stream()), "copy from an array"))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void what_is_freed_twice() {
        try (GpuSession session = TestKernels.open()) {
            assertThat(session.freeBytes()).isPositive();
            CUdeviceptr memory = new CUdeviceptr();
            assertThat(JCudaDriver.cuMemAlloc(memory, 4)).isEqualTo(CUresult.CUDA_SUCCESS);
            assertThat(JCudaDriver.cuMemFree(memory)).isEqualTo(CUresult.CUDA_SUCCESS);
            assertThat(JCudaDriver.cuMemFree(memory)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
        }
    }

    @Test
    void more_threads_than_registers_suffice_for() {
        assertThatThrownBy(() -> run("testOverrun", 512))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES");
    }

    /** Runs a kernel that writes to an array of {@link #THREADS}, and gives the array. */
    private static float[] run(String kernel, int threads) {
        long bytes = THREADS * Float.BYTES;
        try (GpuSession session = TestKernels.open();
                DeviceMemory memory = new DeviceMemory(session, bytes);
                PinnedMemory pinned = new PinnedMemory(session, bytes)) {
            CUdeviceptr out = memory.allocate(bytes);
            session.launch(kernel, 1, 1, threads, 0, Pointer.to(Pointer.to(out)));
            memory.toHost(pinned, out, bytes);
            session.synchronize();
            FloatBuffer values = pinned.floats();
            float[] result = new float[THREADS];
            values.get(result);
            return result;
        }
    }
}
