package fwlstm.cpu;

import static fwlstm.cpu.Kernels.SLACK;
import static fwlstm.cpu.Kernels.TILE;

import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;

/** What every part of an engine is built from: operations, sizes, parameters, gradients, and memory for tiles. */
record Network(Kernels kernels, NetworkConfig config, Parameters parameters, Parameters gradients) {
    int hidden() {
        return config.cell().layers().hidden();
    }

    /** G, the rows of the pre-activations. */
    int gates() {
        return config.cell().gates() * hidden();
    }

    int steps() {
        return config.steps();
    }

    /** A matrix [rows × TILE] of zeros. */
    static float[] tile(int rows) {
        return tiles(1, rows);
    }

    /** {@code count} matrices [rows × TILE] of zeros, one behind the other. */
    static float[] tiles(int count, int rows) {
        return matrix(Math.multiplyExact(count, rows), TILE);
    }

    /** A matrix [rows × columns] of zeros, with room for the rows that products pad it to. */
    static float[] matrix(int rows, int columns) {
        return new float[Math.multiplyExact(rows + SLACK, columns)];
    }

    float[] parameter(String name) {
        return parameters.get(name).data;
    }

    float[] gradient(String name) {
        return gradients.get(name).data;
    }
}
