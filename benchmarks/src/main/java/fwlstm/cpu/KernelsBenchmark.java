package fwlstm.cpu;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.SLACK;
import static fwlstm.cpu.Kernels.TILE;

import fwlstm.model.Providers;
import fwlstm.task.Vocabulary;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of one tile of an fw-lstm, operation by operation, in nanoseconds.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar -p hidden=50
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KernelsBenchmark {
    @Param({"vector", "java"})
    public String provider;

    @Param({"20", "50", "100"})
    public int hidden;

    /** Patterns in the fast weights. */
    @Param("10")
    public int patterns;

    private Kernels kernels;
    private Products.Weights weights; // W_h
    private Products.Weights weightsT;
    private int gates; // G = 4H
    private int n; // H · TILE
    private int width;
    private int[] tokens;
    private float[] table; // [V × width]
    private float[] zt; // [TILE × width]
    private float[] dWhT; // [H × width]
    private float[] x; // [G × TILE]
    private float[] y;
    private float[] z;
    private float[] h; // [H × TILE]
    private float[] memory; // [patterns] of [H × TILE]
    private float[] similarity; // [patterns × TILE]
    private float[] statistics;
    private float[] gain;
    private float[] bias;
    private float[] dGain;
    private float[] dBias;

    @Setup
    public void setUp() {
        kernels = ((TiledProvider) Providers.named(provider)).kernels();
        Random random = new Random(1);
        gates = 4 * hidden;
        n = hidden * TILE;
        width = kernels.products().width(gates);
        float[] wh = random(random, gates * hidden, 0.1f);
        weights = kernels.products().weights(gates, hidden);
        weights.set(wh, hidden, 1);
        weightsT = kernels.products().weights(hidden, gates);
        weightsT.set(wh, 1, hidden);
        tokens = random.ints(TILE, 0, Vocabulary.SIZE).toArray();
        table = random(random, Vocabulary.SIZE * width, 1f);
        zt = random(random, TILE * width, 1f);
        dWhT = new float[(hidden + SLACK) * width];
        x = random(random, (gates + SLACK) * TILE, 1f);
        y = random(random, (gates + SLACK) * TILE, 1f);
        z = new float[(gates + SLACK) * TILE];
        h = random(random, (gates + SLACK) * TILE, 1f);
        memory = random(random, patterns * n, 1f);
        similarity = random(random, patterns * TILE, 1f);
        statistics = new float[4 * TILE];
        gain = new float[gates];
        Arrays.fill(gain, 1f);
        bias = new float[gates];
        dGain = new float[gates * PARTIALS];
        dBias = new float[gates * PARTIALS];
    }

    private static float[] random(Random random, int size, float scale) {
        float[] values = new float[size];
        for (int k = 0; k < size; k++) {
            values[k] = scale * (random.nextFloat() - 0.5f);
        }
        return values;
    }

    /** 2 · G · H · TILE operations, as the next two. */
    @Benchmark
    public void recurrence() {
        Arrays.fill(z, 0f);
        weights.addProduct(h, 0, TILE, TILE, z, 0, TILE);
    }

    @Benchmark
    public void recurrenceBackward() {
        Arrays.fill(z, 0f);
        weightsT.addProduct(x, 0, TILE, TILE, z, 0, TILE);
    }

    @Benchmark
    public void weightGradient() {
        kernels.products().addOuterProduct(hidden, h, 0, zt, width, dWhT);
    }

    @Benchmark
    public void gather() {
        kernels.tokens().gather(gates, table, width, tokens, 0, z, 0);
    }

    @Benchmark
    public void transposeAndScatter() {
        kernels.tokens().transpose(gates, x, 0, zt, width);
        kernels.tokens().scatterAdd(zt, width, tokens, 0, table);
    }

    @Benchmark
    public void layerNorm() {
        System.arraycopy(x, 0, z, 0, gates * TILE);
        kernels.norms().statistics(gates, z, 0, statistics, 0);
        kernels.norms().normalise(gates, z, 0, statistics, 0, gain, bias, 0, y, 0);
    }

    @Benchmark
    public void layerNormBackward() {
        kernels.norms().normaliseBackward(gates, x, 0, y, 0, statistics, 0, gain, 0, z, 0, dGain, dBias);
    }

    @Benchmark
    public void sigmoids() {
        System.arraycopy(x, 0, z, 0, 3 * n);
        kernels.pointwise().sigmoid(3 * n, z, 0, 0f);
    }

    /** 4 · patterns · H · TILE operations. */
    @Benchmark
    public void memoryRead() {
        kernels.memory().multiDot(patterns, hidden, memory, 0, n, h, 0, similarity, 0);
        kernels.memory().weightedSum(false, patterns, hidden, similarity, 0, TILE, memory, 0, n, z, 0);
    }
}
