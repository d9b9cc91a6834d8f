package fwlstm.cpu;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.TILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation in every vector width gives the bits of plain Java; and plain Java multiplies and normalises right. */
class KernelsTest {
    private static final int[] ROWS = {1, 4, 7, 20, 33};
    private static final int REPEATS = 100;
    private static final Map<Integer, float[][]> INPUTS = new HashMap<>();
    private static final float[] SPECIAL = {0f, -0f, 1e-40f, -1e-40f, 9f, -30f, 1e30f, -1e30f};
    private static final Map<Integer, Kernels> VECTORS = new LinkedHashMap<>();

    static {
        VectorWidths.BITS.forEach(bits -> VECTORS.put(bits, VectorWidths.kernels(bits)));
    }

    /** An operation on random input x; adds what is to be compared to the results. */
    private interface Operation {
        void run(Kernels kernels, int rows, float[][] x, List<float[]> results);
    }

    private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("addProduct", (k, rows, x, results) -> {
            int inner = rows + 3;
            Products.Weights weights = k.products().weights(rows, inner);
            weights.set(x[0], inner, 1);
            weights.addProduct(x[1], 64, TILE, TILE, x[2], 32, TILE);
            results.add(Arrays.copyOfRange(x[2], 32, 32 + rows * TILE));
            weights.set(x[3], 1, rows);
            int width = k.products().width(rows);
            float[] padded = pad(x[1], inner, rows, width);
            float[] c = new float[(rows + Kernels.SLACK) * width];
            weights.addProduct(padded, 0, width, width, c, 0, width);
            results.add(unpad(c, rows, rows, width));
        });
        OPERATIONS.put("addOuterProduct", (k, rows, x, results) -> {
            int columns = 2 * rows + 1;
            int width = k.products().width(columns);
            float[] c = pad(x[2], rows + Kernels.SLACK, columns, width);
            k.products().addOuterProduct(rows, x[0], 96, pad(x[1], TILE, columns, width), width, c);
            results.add(unpad(c, rows, columns, width));
        });
        OPERATIONS.put("gather, transpose and scatterAdd", (k, rows, x, results) -> {
            int width = k.products().width(rows);
            float[] table = pad(x[0], 37, rows, width);
            int[] tokens = new Random(rows).ints(2 * TILE, 0, 37).toArray();
            float[] z = new float[(rows + Kernels.SLACK + 1) * TILE];
            k.tokens().gather(rows, table, width, tokens, TILE, z, TILE);
            results.add(Arrays.copyOfRange(z, TILE, (rows + 1) * TILE));
            float[] zt = new float[TILE * width];
            k.tokens().transpose(rows, z, TILE, zt, width);
            results.add(unpad(zt, TILE, rows, width));
            k.tokens().scatterAdd(zt, width, tokens, TILE, table);
            results.add(unpad(table, 37, rows, width));
        });
        OPERATIONS.put("normalisation", (k, rows, x, results) -> {
            float[] s = new float[5 * TILE];
            k.norms().statistics(rows, x[0], 64, s, TILE);
            k.norms().normalise(rows, x[0], 64, s, TILE, x[1], x[2], 3, x[3], 32);
            float[] dGain = Arrays.copyOf(x[6], (rows + 3) * PARTIALS);
            float[] dBias = Arrays.copyOf(x[7], (rows + 3) * PARTIALS);
            k.norms().normaliseBackward(rows, x[4], 96, x[0], 64, s, TILE, x[1], 3, x[5], 32, dGain, dBias);
            results.addAll(List.of(s, x[0], x[3], x[5], dGain, dBias));
        });
        OPERATIONS.put("dots and weighted sums", (k, rows, x, results) -> {
            int stride = (rows + 1) * TILE;
            for (int count : new int[] {1, 3, 4, 9}) {
                float[] s = new float[count * TILE + 32];
                k.memory().multiDot(count, rows, x[0], 32, stride, x[1], 64, s, 32);
                float[] out = x[2].clone();
                k.memory().weightedSum(false, count, rows, s, 32, TILE, x[3], 96, stride, out, 32);
                k.memory().weightedSum(true, count, rows, x[4], 0, 2 * TILE, x[5], 0, stride, out, 32);
                results.addAll(List.of(s, out));
            }
        });
        OPERATIONS.put("nonlinearities", (k, rows, x, results) -> {
            int n = rows * TILE;
            k.pointwise().sigmoid(n, x[0], 32, 0.5f);
            k.pointwise().tanh(n, x[1], 32, x[2], 64);
            k.pointwise().relu(n, x[3], 32, x[4], 64);
            k.pointwise().reluBackward(n, x[4], 64, x[5], 0, x[6], 32, x[7], 96);
            results.addAll(List.of(x[0], x[2], x[4], x[7]));
        });
        OPERATIONS.put("sums and products", (k, rows, x, results) -> {
            int n = rows * TILE;
            k.pointwise().add(n, x[0], 32, x[1], 64);
            k.pointwise().multiply(n, x[0], 96, x[1], 0, x[2], 64);
            results.addAll(List.of(x[1], x[2]));
        });
        OPERATIONS.put("fw-lstm", (k, rows, x, results) -> {
            int n = rows * TILE;
            k.pointwise().fwLstmState(n, x[0], 32, x[1], 64, x[2], 96, x[3], 32);
            k.pointwise().fwLstmOutput(n, x[0], 0, x[3], 32, x[4], 64);
            k.pointwise().fwLstmOutputBackward(n, x[5], x[0], 32, x[3], 32, x[6], n, x[7]);
            k.pointwise().fwLstmStateBackward(n, x[5], x[0], 32, x[1], 64, x[2], 96, x[6], x[8], 32, x[7]);
            results.addAll(List.of(x[1], x[3], x[4], x[6], x[7], x[8]));
        });
        OPERATIONS.put("lstm", (k, rows, x, results) -> {
            int n = rows * TILE;
            k.pointwise().lstmState(n, x[0], 32, x[2], 96, x[3], 32);
            k.pointwise().lstmOutputBackward(n, x[5], x[0], 32, x[3], 32, x[6], 2 * n, x[7]);
            k.pointwise().lstmStateBackward(n, x[7], x[0], 32, x[2], 96, x[6], x[8]);
            results.addAll(List.of(x[3], x[6], x[7], x[8]));
        });
        OPERATIONS.put("optimisers", (k, rows, x, results) -> {
            int n = 37 * rows + 5;
            float[] value = Arrays.copyOf(x[0], n);
            float[] second = Arrays.copyOf(x[3], n);
            for (int i = 0; i < n; i++) {
                second[i] *= second[i];
            }
            float[] gradient = Arrays.copyOf(x[1], n);
            float[] first = Arrays.copyOf(x[2], n);
            k.rule().adam(value, gradient, first, second, 1e-3f, 1.5f);
            k.rule().descend(value, gradient, 0.1f);
            results.addAll(List.of(value, first, second));
        });
    }

    static Stream<Arguments> operationsAndWidths() {
        return OPERATIONS.keySet().stream()
                .flatMap(name -> VECTORS.keySet().stream().map(bits -> Arguments.of(name, bits)));
    }

    @ParameterizedTest(name = "{0} with {1} bits")
    @MethodSource("operationsAndWidths")
    void vectors_give_the_bits_of_plain_java(String name, int bits) {
        for (int rows : ROWS) {
            List<float[]> expected = run(name, new JavaProvider().kernels(), rows);
            List<float[]> found = List.of();
            for (int time = 0; time < REPEATS; time++) { // until compiled code gives the bits, not the interpreter
                found = run(name, VECTORS.get(bits), rows);
            }
            for (int n = 0; n < expected.size(); n++) {
                assertThat(bits(found.get(n))).as("%d rows, result %d", rows, n).isEqualTo(bits(expected.get(n)));
            }
        }
    }

    @Test
    void what_is_not_finite_shows_everywhere() {
        List<Kernels> all = new ArrayList<>(VECTORS.values());
        all.add(new JavaProvider().kernels());
        for (Kernels kernels : all) {
            float[] x = new float[3 * TILE];
            Arrays.fill(x, 0, TILE, Float.NaN);
            Arrays.fill(x, TILE, 2 * TILE, Float.NEGATIVE_INFINITY);
            Arrays.fill(x, 2 * TILE, 3 * TILE, Float.POSITIVE_INFINITY);
            float[] y = new float[3 * TILE];
            kernels.pointwise().tanh(3 * TILE, x, 0, y, 0);
            float[] s = new float[4 * TILE];
            kernels.norms().statistics(3, x, 0, s, 0);
            float[] relu = new float[TILE];
            kernels.pointwise().relu(TILE, x, 0, relu, 0);
            kernels.pointwise().sigmoid(3 * TILE, x, 0, 0f);
            for (int n = 0; n < 3 * TILE; n++) {
                assertThat(y[n]).isNaN();
                assertThat(x[n]).isNaN();
                assertThat(s[n % TILE]).isNaN();
                assertThat(relu[n % TILE]).isNaN();
            }
        }
    }

    @Test
    void products_are_products() {
        Kernels k = new JavaProvider().kernels();
        int rows = 7;
        int inner = 10;
        float[][] x = ordinary(new Random(1), 40 * TILE);
        double[] expected = new double[rows * TILE];
        double[] expectedOuter = new double[rows * inner];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < TILE; j++) {
                expected[i * TILE + j] = x[2][i * TILE + j];
                for (int m = 0; m < inner; m++) {
                    expected[i * TILE + j] += (double) x[0][i * inner + m] * x[1][m * TILE + j];
                    expectedOuter[i * inner + m] += (double) x[3][i * TILE + j] * x[4][j * inner + m];
                }
            }
        }
        Products.Weights weights = k.products().weights(rows, inner);
        weights.set(x[0], inner, 1);
        weights.addProduct(x[1], 0, TILE, TILE, x[2], 0, TILE);
        assertClose(x[2], expected);
        float[] outer = new float[(rows + Kernels.SLACK) * inner];
        k.products().addOuterProduct(rows, x[3], 0, x[4], inner, outer);
        assertClose(outer, expectedOuter);
    }

    @Test
    void normalised_rows_have_mean_zero_and_variance_one_even_far_from_zero() {
        Kernels k = new JavaProvider().kernels();
        int rows = 50;
        float[] z = new float[rows * TILE];
        Random random = new Random(1);
        for (int n = 0; n < z.length; n++) {
            z[n] = 1000f + random.nextFloat();
        }
        float[] ones = new float[rows];
        Arrays.fill(ones, 1f);
        float[] s = new float[4 * TILE];
        float[] y = new float[rows * TILE];
        k.norms().statistics(rows, z, 0, s, 0);
        k.norms().normalise(rows, z, 0, s, 0, ones, new float[rows], 0, y, 0);
        for (int j = 0; j < TILE; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < rows; i++) {
                sum += y[i * TILE + j];
                squares += y[i * TILE + j] * y[i * TILE + j];
            }
            assertThat(sum / rows).isCloseTo(0, within(1e-3));
            assertThat(squares / rows).isCloseTo(1, within(1e-2));
        }
    }

    private static List<float[]> run(String name, Kernels kernels, int rows) {
        List<float[]> results = new ArrayList<>();
        OPERATIONS.get(name).run(kernels, rows, random(rows), results);
        return results;
    }

    /** The same for the same number of rows: some special values among ordinary ones. */
    private static float[][] random(int rows) {
        float[][] x = INPUTS.computeIfAbsent(rows, KernelsTest::draw).clone();
        Arrays.setAll(x, k -> x[k].clone());
        return x;
    }

    private static float[][] draw(int rows) {
        Random random = new Random(rows);
        float[][] x = ordinary(random, (4 * rows + 40) * 10 * TILE);
        for (float[] values : x) {
            for (int n = 0; n < values.length; n += 1 + random.nextInt(50)) {
                values[n] = SPECIAL[random.nextInt(SPECIAL.length)];
            }
        }
        return x;
    }

    private static float[][] ordinary(Random random, int size) {
        float[][] x = new float[9][size];
        for (float[] values : x) {
            for (int n = 0; n < size; n++) {
                values[n] = 4 * random.nextFloat() - 2;
            }
        }
        return x;
    }

    private static float[] pad(float[] x, int rows, int columns, int width) {
        float[] padded = new float[rows * width];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, i * columns, padded, i * width, columns);
        }
        return padded;
    }

    private static float[] unpad(float[] x, int rows, int columns, int width) {
        float[] dense = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, i * width, dense, i * columns, columns);
        }
        return dense;
    }

    private static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        Arrays.setAll(bits, n -> Float.floatToIntBits(x[n]));
        return bits;
    }

    private static void assertClose(float[] found, double[] expected) {
        for (int n = 0; n < expected.length; n++) {
            assertThat((double) found[n]).isCloseTo(expected[n], within(1e-4));
        }
    }

    /** Of GPUs and of processors, quiet and signalling. */
    @ParameterizedTest
    @ValueSource(ints = {0x7fc00000, 0xffc00000, 0x7fffffff, 0xffffffff, 0x7f800001, 0xff800001})
    void what_is_not_a_number_stays_so_in_every_width(int bits) {
        Map<Integer, Kernels> all = new LinkedHashMap<>(VECTORS);
        all.put(0, new JavaProvider().kernels());
        all.forEach((width, kernels) -> {
            float[] nan = new float[2 * TILE];
            Arrays.fill(nan, Float.intBitsToFloat(bits));
            float[] x = nan.clone();
            kernels.pointwise().tanh(TILE, nan, 0, x, 0);
            assertAllNan(x);
            kernels.pointwise().relu(TILE, nan, 0, x, 0);
            assertAllNan(x);
            kernels.pointwise().sigmoid(TILE, x, 0, 1f);
            assertAllNan(x);
            float[] z = new float[4 * TILE]; // two rows, of which one has no numbers
            System.arraycopy(nan, 0, z, TILE, TILE);
            float[] statistics = new float[4 * TILE];
            kernels.norms().statistics(2, z, 0, statistics, 0);
            assertAllNan(Arrays.copyOf(statistics, 2 * TILE));
        });
    }

    private static void assertAllNan(float[] x) {
        for (float value : x) {
            assertThat(value).isNaN();
        }
    }
}
