package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import fwlstm.config.CellConfig;
import fwlstm.config.Norm;
import fwlstm.task.Vocabulary;
import java.util.Arrays;

/**
 * The input projection W_x x_t + b of every token, P = embedding · W_xᵀ + b [V × G], made once per batch: tokens are
 * discrete, so a step's projection is a gather of rows and its backward pass a scatter-add. Where the inputs are normalised
 * by themselves, as in ln-lstm, the table is LN(embedding · W_xᵀ) + b.
 */
final class InputTable {
    private static final int V = Vocabulary.SIZE;

    private final Tokens lookup;
    private final int gates;
    private final int size; // E
    private final int width; // of rows of G
    private final int embeddingWidth; // of rows of E
    private final float[] embedding;
    private final float[] dEmbedding;
    private final float[] wx;
    private final float[] dWx;
    private final float[] b;
    private final float[] db;
    private final TableNorm norm; // or null

    private final Products.Weights embeddings; // [V × E]
    private final Products.Weights embeddingsT; // [E × V]
    private final Products.Weights dTable; // [V × G]
    private final float[] wxT; // [E × width]
    private final float[] dWxT; // [E × width]
    private final float[] wxRows; // [G × embeddingWidth]
    private final float[] dEmbeddingRows; // [V × embeddingWidth]
    private final float[] p; // [V × width]
    private final float[] dp; // [V × width]
    private final int[] tokens; // [T × TILE], of the current tile

    InputTable(Network network) {
        Products products = network.kernels().products();
        lookup = network.kernels().tokens();
        gates = network.gates();
        size = network.config().cell().layers().embedding();
        width = products.width(gates);
        embeddingWidth = products.width(size);
        embedding = network.parameter("embedding");
        dEmbedding = network.gradient("embedding");
        wx = network.parameter("W_x");
        dWx = network.gradient("W_x");
        b = network.parameter("b");
        db = network.gradient("b");
        CellConfig cell = network.config().cell();
        norm = cell.inputNorm() == Norm.NONE
                ? null
                : new TableNorm(network, "ln_x", cell.inputNorm().groups(cell.gates()));
        embeddings = products.weights(V, size);
        embeddingsT = products.weights(size, V);
        dTable = products.weights(V, gates);
        wxT = Network.matrix(size, width);
        dWxT = Network.matrix(size, width);
        wxRows = Network.matrix(gates, embeddingWidth);
        dEmbeddingRows = Network.matrix(V, embeddingWidth);
        p = Network.matrix(V, width);
        dp = Network.matrix(V, width);
        tokens = new int[Math.multiplyExact(network.steps(), TILE)];
    }

    /** The tokens [T × TILE] of the current tile, to be filled in. */
    int[] tokens() {
        return tokens;
    }

    /** Makes the table from the current parameters. */
    void begin(boolean training) {
        transpose(wx, gates, size, size, wxT, width);
        embeddings.set(embedding, size, 1);
        Arrays.fill(p, 0f);
        embeddings.addProduct(wxT, 0, width, width, p, 0, width);
        for (int v = 0; v < V; v++) {
            if (norm != null) {
                norm.forward(v, p, v * width);
            }
            for (int i = 0; i < gates; i++) {
                p[v * width + i] += b[i];
            }
        }
        if (training) {
            Arrays.fill(dp, 0f);
        }
    }

    /** z [G × TILE] = the table's columns for the tokens of step t. */
    void gather(int t, float[] z, int z0) {
        lookup.gather(gates, p, width, tokens, t * TILE, z, z0);
    }

    /** Adds the gradients of step t's projections, transposed, to those of the table. */
    void scatter(int t, float[] dxT) {
        lookup.scatterAdd(dxT, width, tokens, t * TILE, dp);
    }

    /** Leaves the gradients of embedding, W_x and b. */
    void finish() {
        Arrays.fill(db, 0f);
        for (int v = 0; v < V; v++) {
            for (int i = 0; i < gates; i++) {
                db[i] += dp[v * width + i];
            }
        }
        if (norm != null) {
            norm.backward(dp, width);
        }
        embeddingsT.set(embedding, 1, size);
        Arrays.fill(dWxT, 0f);
        embeddingsT.addProduct(dp, 0, width, width, dWxT, 0, width);
        transpose(dWxT, size, gates, width, dWx, size);

        for (int i = 0; i < gates; i++) {
            System.arraycopy(wx, i * size, wxRows, i * embeddingWidth, size);
        }
        dTable.set(dp, width, 1);
        Arrays.fill(dEmbeddingRows, 0f);
        dTable.addProduct(wxRows, 0, embeddingWidth, embeddingWidth, dEmbeddingRows, 0, embeddingWidth);
        for (int v = 0; v < V; v++) {
            System.arraycopy(dEmbeddingRows, v * embeddingWidth, dEmbedding, v * size, size);
        }
    }

    /** y[j, i] = x[i, j] for i &lt; rows, j &lt; columns. */
    private static void transpose(float[] x, int rows, int columns, int xWidth, float[] y, int yWidth) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[j * yWidth + i] = x[i * xWidth + j];
            }
        }
    }
}
