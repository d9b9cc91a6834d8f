package fwlstm.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasOperation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver layer, on the double. */
class GpuSessionTest {
    private static final int COUNT = 1000;

    /** The entry points of {@code test_kernels.cu}; the double compiles their bodies from there. */
    static final byte[] TEST_KERNELS = """
            .version 7.8
            .target sm_75
            .address_size 64
            .visible .entry testSum(
                .param .align 8 .b8 testSum_param_0[32],
                .param .u32 testSum_param_1
            )
            { ret; }
            .visible .entry testShared(
                .param .u64 testShared_param_0,
                .param .u64 testShared_param_1
            )
            { ret; }
            \0""".getBytes(StandardCharsets.US_ASCII);

    @BeforeAll
    static void load() {
        CudaDouble.load();
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
        try (GpuSession session = GpuSession.open(0, TEST_KERNELS);
                Vectors vectors = new Vectors(session)) {
            session.launch("testSum", (COUNT + 127) / 128, 1, 128, 0, vectors.arguments(direct, 3));
            assertThat(vectors.result()).isEqualTo(expected(3));
        }
    }

    @Test
    void a_graph_replays_kernels_products_and_copies() {
        try (GpuSession session = GpuSession.open(0, TEST_KERNELS);
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
