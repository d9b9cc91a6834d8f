package fwlstm.gpu;

import static fwlstm.gpu.CudaDouble.Option.FAULT;
import static fwlstm.gpu.CudaDouble.Option.MEBIBYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.DeviceException;
import fwlstm.train.OutOfDeviceMemoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver layer, on the double. */
@ExtendWith(OnCudaDouble.class)
class GpuSessionIT {
    private static final int COUNT = 1000;

    @AfterEach
    void nothing_is_left_on_the_device() {
        CudaDouble.reset();
        assertThat(CudaDouble.usedBytes()).isZero();
        assertThat(CudaDouble.liveObjects()).isZero();
    }

    @Test
    void the_kernels_of_this_version_load() {
        try (GpuSession session = GpuSession.open(0)) {
            assertThat(session.device().name()).isEqualTo("CPU test double");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_kernel_takes_a_struct_by_value(boolean direct) {
        try (GpuSession session = TestKernels.open();
                Vectors vectors = new Vectors(session)) {
            session.launch("testSum", (COUNT + 127) / 128, 1, 128, 0, vectors.arguments(direct, 3));
            assertThat(vectors.result()).isEqualTo(expected(3));
        }
    }

    @Test
    void a_graph_replays_kernels_products_and_copies() {
        try (GpuSession session = TestKernels.open();
                Vectors vectors = new Vectors(session)) {
            Pointer one = Pointer.to(new float[] {1});
            try (Graph graph = session.capture(() -> {
                session.launch("testSum", (COUNT + 127) / 128, 1, 128, 0, vectors.arguments(false, 2));
                // out (50×20) += the vectors a and b as 50×1 and 1×20
                CudaErrors.checkBlas(
                        JCublas2.cublasSgemmStridedBatched(
                                session.blas(),
                                cublasOperation.CUBLAS_OP_N,
                                cublasOperation.CUBLAS_OP_N,
                                50,
                                20,
                                1,
                                one,
                                vectors.a,
                                50,
                                50,
                                vectors.b,
                                1,
                                20,
                                one,
                                vectors.out,
                                50,
                                1000,
                                1),
                        "multiply");
            })) {
                float[] expected = expected(2);
                for (int i = 0; i < COUNT; i++) {
                    expected[i] += a(i % 50) * b(i / 50);
                }
                for (int replay = 0; replay < 3; replay++) {
                    vectors.memory.zero(vectors.out, COUNT * Float.BYTES);
                    graph.replay();
                    assertThat(vectors.result()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void two_hundred_sessions_leave_nothing() {
        for (int n = 0; n < 200; n++) {
            try (GpuSession session = TestKernels.open();
                    DeviceMemory memory = new DeviceMemory(session, 1 << 20)) {
                memory.zero(memory.allocate(100), 100);
                session.capture(() -> memory.zero(memory.allocate(100), 100)).replay();
                session.synchronize();
            }
            assertThat(CudaDouble.liveObjects()).isZero();
        }
    }

    @Test
    void a_session_frees_what_was_left_open_and_nothing_twice() {
        GpuSession session = TestKernels.open();
        long opened = CudaDouble.liveObjects();
        DeviceMemory closed = new DeviceMemory(session, 1000);
        closed.close();
        closed.close();
        assertThat(CudaDouble.liveObjects()).isEqualTo(opened);
        DeviceMemory left = new DeviceMemory(session, 1000);
        PinnedMemory pinned = new PinnedMemory(session, 1000);
        Graph graph = session.capture(() -> left.zero(left.allocate(10), 10));
        assertThat(CudaDouble.liveObjects()).isEqualTo(opened + 3);
        session.close();
        assertThat(CudaDouble.liveObjects()).isZero();
        session.close();
        graph.close();
        pinned.close();
        left.close();
    }

    @Test
    void sessions_of_one_thread_close_in_any_order() {
        GpuSession first = TestKernels.open();
        GpuSession second = TestKernels.open();
        first.close();
        try (second;
                Vectors vectors = new Vectors(second)) {
            second.launch("testSum", 8, 1, 128, 0, vectors.arguments(false, 1));
            assertThat(vectors.result()).isEqualTo(expected(1));
        }
    }

    @Test
    void threads_work_side_by_side_and_one_captures_while_the_other_allocates() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> done = new ArrayList<>();
        for (int scale = 1; scale <= 3; scale++) {
            int own = scale;
            done.add(threads.submit(() -> {
                for (int n = 0; n < 50; n++) {
                    try (GpuSession session = TestKernels.open();
                            Vectors vectors = new Vectors(session);
                            Graph graph = session.capture(
                                    () -> session.launch("testSum", 8, 1, 128, 0, vectors.arguments(false, own)))) {
                        graph.replay();
                        assertThat(vectors.result()).isEqualTo(expected(own));
                    }
                }
            }));
        }
        for (Future<?> thread : done) {
            thread.get();
        }
        threads.shutdown();
    }

    @Test
    void a_capture_ends_whatever_happens_in_it() {
        try (GpuSession session = TestKernels.open();
                Vectors vectors = new Vectors(session)) {
            IllegalStateException thrown = new IllegalStateException();
            assertThatThrownBy(() -> session.capture(() -> {
                        session.launch("testSum", 8, 1, 128, 0, vectors.arguments(false, 1));
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThatThrownBy(() -> session.capture(() -> new DeviceMemory(session, 10)))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED");
            assertThatThrownBy(() -> session.capture(session::synchronize))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("cannot finish the work on the GPU");
            session.launch("testSum", 8, 1, 128, 0, vectors.arguments(false, 4));
            assertThat(vectors.result()).isEqualTo(expected(4));
        }
    }

    @Test
    void too_little_memory_is_told_in_mebibytes_and_harms_nothing() {
        CudaDouble.set(MEBIBYTES, 100);
        try (GpuSession session = TestKernels.open()) {
            assertThat(session.freeBytes()).isEqualTo((100 - 32) << 20); // cuBLAS has its workspace
            try (DeviceMemory memory = new DeviceMemory(session, 48 << 20)) {
                assertThatThrownBy(() -> new DeviceMemory(session, (20 << 20) + 1))
                        .isInstanceOf(OutOfDeviceMemoryException.class)
                        .hasMessage("GPU 0 has 20 MiB of free memory, and 21 MiB are needed; train fewer trials at once"
                                + " or end what else uses the GPU (nvidia-smi lists it)");
                memory.zero(memory.allocate(48 << 20), 48 << 20);
                session.synchronize();
            }
        }
        CudaDouble.set(MEBIBYTES, 10);
        assertThatThrownBy(TestKernels::open).isInstanceOf(OutOfDeviceMemoryException.class);
    }

    @Test
    void a_gpu_that_was_full_can_be_used_once_it_is_not() {
        CudaDouble.set(MEBIBYTES, 0);
        for (int look = 0; look < 2; look++) {
            assertThatThrownBy(() -> GpuSession.open(0)).hasMessageContaining("has no free memory");
        }
        CudaDouble.set(MEBIBYTES, 4096);
        GpuSession.open(0).close();
        assertThat(Gpus.devices().get(0).freeBytes()).isPositive();
    }

    @Test
    void pieces_are_aligned_and_kept_apart() {
        try (GpuSession session = TestKernels.open();
                DeviceMemory memory = new DeviceMemory(session, 600)) {
            CUdeviceptr first = memory.allocate(1);
            CUdeviceptr second = memory.allocate(88);
            CUdeviceptr last = memory.allocate(88);
            assertThat(DeviceMemory.address(first) % DeviceMemory.ALIGNMENT).isZero();
            assertThat(DeviceMemory.address(second) - DeviceMemory.address(first))
                    .isEqualTo(256);
            assertThat(DeviceMemory.address(last.withByteOffset(8)) - DeviceMemory.address(second))
                    .isEqualTo(264);
            assertThatThrownBy(() -> memory.allocate(1)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> memory.zero(last, 89)).isInstanceOf(IndexOutOfBoundsException.class);
            try (PinnedMemory pinned = new PinnedMemory(session, 80)) {
                assertThatThrownBy(() -> memory.toDevice(last, pinned, 81))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> memory.toHost(pinned, 8, last, 73))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void much_shared_memory_must_be_allowed() {
        int bytes = 100 << 10;
        try (GpuSession session = TestKernels.open();
                Vectors vectors = new Vectors(session)) {
            Pointer arguments = Pointer.to(Pointer.to(vectors.a), Pointer.to(vectors.out));
            assertThatThrownBy(() -> session.launch("testShared", 1, 1, 64, bytes, arguments))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("cannot launch the kernel testShared");
            session.allowSharedMemory("testShared", bytes);
            session.launch("testShared", 1, 1, 64, bytes, arguments);
            float sum = 0;
            for (int i = 0; i < 64; i++) {
                sum += a(i);
            }
            assertThat(vectors.result()).startsWith(sum, sum);
            assertThatThrownBy(() -> session.allowSharedMemory(
                            "testShared", session.device().sharedBytesPerBlock() + 1))
                    .isInstanceOf(DeviceException.class);
        }
    }

    @Test
    void a_failed_kernel_is_told_of_and_the_next_session_works() {
        GpuSession session = TestKernels.open();
        try (session;
                Vectors vectors = new Vectors(session)) {
            CudaDouble.set(FAULT, CUresult.CUDA_ERROR_ECC_UNCORRECTABLE);
            session.launch("testSum", 8, 1, 128, 0, vectors.arguments(false, 1));
            assertThatThrownBy(session::synchronize)
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("cannot finish the work on the GPU: the GPU found an uncorrectable memory error; see"
                            + " nvidia-smi -q -d ECC, reset the GPU or leave it out (CUDA_ERROR_ECC_UNCORRECTABLE)");
            assertThatThrownBy(() -> new DeviceMemory(session, 1)).isInstanceOf(DeviceException.class);
        }
        try (GpuSession next = TestKernels.open();
                Vectors vectors = new Vectors(next)) {
            next.launch("testSum", 8, 1, 128, 0, vectors.arguments(false, 1));
            assertThat(vectors.result()).isEqualTo(expected(1));
        }
    }

    @Test
    void an_unknown_kernel_is_a_mistake_of_ours() {
        try (GpuSession session = TestKernels.open()) {
            assertThatThrownBy(() -> session.kernel("none"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("there is no kernel none");
        }
    }

    @Test
    void a_gpu_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> GpuSession.open(1))
                .isInstanceOf(DeviceException.class)
                .hasMessage("there is no GPU 1: this process sees one, GPU 0" + CudaErrors.visibleDevices());
        assertThatThrownBy(() -> GpuSession.open(-1)).isInstanceOf(DeviceException.class);
    }

    private static float a(int i) {
        return i % 17;
    }

    private static float b(int i) {
        return i % 5 - 2;
    }

    private static float[] expected(int scale) {
        float[] expected = new float[COUNT];
        IntStream.range(0, COUNT).forEach(i -> expected[i] = a(i) + scale * b(i));
        return expected;
    }

    /** The arguments of testSum, on the device. */
    private static final class Vectors implements AutoCloseable {
        private final GpuSession session;
        private final PinnedMemory staging;
        final DeviceMemory memory;
        final CUdeviceptr a;
        final CUdeviceptr b;
        final CUdeviceptr out;

        Vectors(GpuSession session) {
            this.session = session;
            long bytes = COUNT * Float.BYTES;
            staging = new PinnedMemory(session, 2 * bytes);
            memory = new DeviceMemory(session, 3 * DeviceMemory.aligned(bytes));
            a = memory.allocate(bytes);
            b = memory.allocate(bytes);
            out = memory.allocate(bytes);
            FloatBuffer values = staging.floats();
            for (int i = 0; i < COUNT; i++) {
                values.put(i, a(i));
                values.put(COUNT + i, b(i));
            }
            memory.toDevice(a, staging, bytes);
            memory.toDevice(b, staging, bytes, bytes);
        }

        Pointer arguments(boolean direct, int scale) {
            ByteBuffer struct = (direct ? ByteBuffer.allocateDirect(32) : ByteBuffer.allocate(32))
                    .order(ByteOrder.nativeOrder())
                    .putLong(0, DeviceMemory.address(a))
                    .putLong(8, DeviceMemory.address(b))
                    .putLong(16, DeviceMemory.address(out))
                    .putInt(24, COUNT);
            return Pointer.to(direct ? Pointer.to(struct) : Pointer.to(struct.array()), Pointer.to(new int[] {scale}));
        }

        float[] result() {
            memory.toHost(staging, out, COUNT * Float.BYTES);
            session.synchronize();
            float[] values = new float[COUNT];
            staging.floats().get(values);
            return values;
        }

        @Override
        public void close() {
            memory.close();
            staging.close();
        }
    }
}
