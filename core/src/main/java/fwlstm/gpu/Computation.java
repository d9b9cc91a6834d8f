package fwlstm.gpu;

import static fwlstm.gpu.PackArray.DH;
import static fwlstm.gpu.PackArray.D_READOUT_HIDDEN;
import static fwlstm.gpu.PackArray.D_TABLE;
import static fwlstm.gpu.PackArray.GRADIENTS;
import static fwlstm.gpu.PackArray.H;
import static fwlstm.gpu.PackArray.LOGITS;
import static fwlstm.gpu.PackArray.PARAMETERS;
import static fwlstm.gpu.PackArray.READOUT_HIDDEN;
import static fwlstm.gpu.PackArray.TABLE;
import static fwlstm.gpu.PackArray.Z;

import fwlstm.gpu.Products.Matrices;
import fwlstm.task.Split;
import fwlstm.task.Vocabulary;
import jcuda.Pointer;

/**
 * The computation of a pack: the sequence of kernels and products on the stream that make up an update and an
 * evaluation. Works on the first {@code width} trials of the pack's memory.
 */
final class Computation {
    private static final int THREADS = 256;
    private static final int WARP = 32;

    private final GpuSession session;
    private final PackDimensions d;
    private final PackMemory memory;
    private final Products products;
    private final Recurrence recurrence;
    private final int width;
    private final byte[] struct;

    Computation(GpuSession session, Unrolling unrolling, PackMemory memory, Products products, int width) {
        this.session = session;
        this.d = unrolling.dimensions();
        this.memory = memory;
        this.products = products;
        this.width = width;
        struct = memory.struct(d, width);
        recurrence = new Recurrence(session, d, unrolling.kernels());
    }

    /** Draws a new order of the training data at the start of an epoch. */
    void shuffle() {
        launch("shuffle", 1, THREADS);
    }

    /** Computes the gradients of the mean loss from the training data. */
    void gradients() {
        draw(Split.TRAIN.streamCode(), 0);
        forward();
        launch("crossEntropy", blocks(d.batch() * WARP), THREADS);
        launch("sumLoss", 1, THREADS, 0, 0);
        backward();
    }

    /** Updates the parameters, and advances to the next update. */
    void optimise(boolean clip) {
        if (clip) {
            launch("clipGradients", 1, THREADS);
        }
        launch("optimise", blocks(d.parameterCount()), THREADS);
        advance(0);
    }

    /**
     * Adds the scores of the next batch of a split.
     *
     * @param purpose the code of the split's random stream
     */
    void evaluate(int purpose, int splitSize) {
        draw(purpose, splitSize);
        forward();
        launch("crossEntropy", blocks(d.batch() * WARP), THREADS);
        launch("sumLoss", 1, THREADS, 1, splitSize);
        advance(1);
    }

    private void draw(int purpose, int splitSize) {
        launch("drawBatch", blocks(d.batch()), THREADS, purpose, splitSize);
    }

    private void advance(int evaluation) {
        session.launch("advance", 1, 1, THREADS, 0, arguments(evaluation));
    }

    /** Computes the logits, without their bias, from the tokens. */
    private void forward() {
        multiply(parameter("embedding"), parameter("W_x").t(), table(TABLE));
        launch("finishTable", Vocabulary.SIZE, WARP);
        for (int t = 0; t < d.steps() && !recurrence.isPersistent(); t++) {
            multiply(state(t), parameter("W_h").t(), gates(t));
            launchTiles(recurrence.stepForward(), recurrence.forwardBytes(), t);
        }
        if (recurrence.isPersistent()) {
            launchTiles(recurrence.persistentForward(), recurrence.forwardBytes());
        }
        multiply(state(d.steps()), parameter("readout.W_1").t(), batch(READOUT_HIDDEN, d.readout()));
        launch("readoutForward", blocks(d.batch() * d.readout()), THREADS);
        multiply(batch(READOUT_HIDDEN, d.readout()), parameter("readout.W_2").t(), batch(LOGITS, Vocabulary.SIZE));
    }

    /** Computes the gradients of all parameters from the gradient of the logits. */
    private void backward() {
        Matrices dLogits = batch(LOGITS, Vocabulary.SIZE);
        Matrices hidden = batch(READOUT_HIDDEN, d.readout());
        Matrices dHidden = batch(D_READOUT_HIDDEN, d.readout());
        multiply(dLogits.t(), hidden, gradient("readout.W_2"));
        multiply(dLogits, parameter("readout.W_2"), dHidden);
        launch("readoutBackward", blocks(d.batch() * d.readout()), THREADS);
        launch("readoutBiasGradients", blocks(d.readout() + Vocabulary.SIZE), THREADS);
        multiply(dHidden.t(), state(d.steps()), gradient("readout.W_1"));
        multiply(dHidden, parameter("readout.W_1"), batch(DH, d.hidden()));

        for (int t = d.steps() - 1; t >= 0 && !recurrence.isPersistent(); t--) {
            launchTiles(recurrence.stepBackward(), recurrence.backwardBytes(), t);
            if (t > 0) {
                multiply(gates(t), parameter("W_h"), batch(DH, d.hidden()));
            }
        }
        if (recurrence.isPersistent()) {
            launchTiles(recurrence.persistentBackward(), recurrence.backwardBytes());
        }
        launch("normGradients", blocks(d.rows() + d.hidden()), THREADS, d.tiles());
        int samples = d.steps() * d.batch();
        Matrices dz = new Matrices(memory.at(Z), samples, d.rows(), (long) samples * d.rows());
        Matrices h = new Matrices(memory.at(H), samples, d.hidden(), (d.steps() + 1L) * d.batch() * d.hidden());
        multiply(dz.t(), h, gradient("W_h"));

        launch("gatherTable", Vocabulary.SIZE, THREADS);
        launch("tableGradients", blocks(d.rows()), THREADS);
        if (d.hasInputNorm()) {
            launch("normaliseTableBackward", Vocabulary.SIZE, WARP);
        }
        multiply(table(D_TABLE).t(), parameter("embedding"), gradient("W_x"));
        multiply(table(D_TABLE), parameter("W_x"), gradient("embedding"));
    }

    // --- matrices, one for each trial ---

    private void multiply(Matrices a, Matrices b, Matrices c) {
        products.multiply(a, b, c, width);
    }

    private Matrices parameter(String name) {
        return ofParameters(PARAMETERS, name);
    }

    private Matrices gradient(String name) {
        return ofParameters(GRADIENTS, name);
    }

    private Matrices ofParameters(PackArray array, String name) {
        int rows = switch (name) {
            case "embedding", "readout.W_2" -> Vocabulary.SIZE;
            case "readout.W_1" -> d.readout();
            default -> d.rows();
        };
        int columns = switch (name) {
            case "embedding", "W_x" -> d.embedding();
            case "readout.W_2" -> d.readout();
            default -> d.hidden();
        };
        return new Matrices(memory.at(array, d.offset(name)), rows, columns, d.parameterCount());
    }

    private Matrices table(PackArray array) {
        return new Matrices(memory.at(array), Vocabulary.SIZE, d.rows(), (long) Vocabulary.SIZE * d.rows());
    }

    private Matrices batch(PackArray array, int columns) {
        return new Matrices(memory.at(array), d.batch(), columns, (long) d.batch() * columns);
    }

    /** h_t of all samples, t from 0 to T. */
    private Matrices state(int t) {
        long step = (long) d.batch() * d.hidden();
        return new Matrices(memory.at(H, t * step), d.batch(), d.hidden(), (d.steps() + 1) * step);
    }

    /** z_t of all samples. */
    private Matrices gates(int t) {
        long step = (long) d.batch() * d.rows();
        return new Matrices(memory.at(Z, t * step), d.batch(), d.rows(), d.steps() * step);
    }

    // --- kernels ---

    private static int blocks(int threads) {
        return (threads + THREADS - 1) / THREADS;
    }

    private void launch(String kernel, int blocksPerTrial, int threads, int... integers) {
        session.launch(kernel, blocksPerTrial, width, threads, 0, arguments(integers));
    }

    /** A kernel of the recurrence: a block for each tile of samples. */
    private void launchTiles(String kernel, int sharedBytes, int... integers) {
        session.launch(kernel, d.tiles(), width, Recurrence.THREADS, sharedBytes, arguments(integers));
    }

    private Pointer arguments(int... integers) {
        Pointer[] arguments = new Pointer[1 + integers.length];
        arguments[0] = Pointer.to(struct);
        for (int n = 0; n < integers.length; n++) {
            arguments[1 + n] = Pointer.to(new int[] {integers[n]});
        }
        return Pointer.to(arguments);
    }
}
