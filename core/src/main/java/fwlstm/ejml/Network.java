package fwlstm.ejml;

import fwlstm.config.Norm;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import org.ejml.data.FMatrixRMaj;

/** What every part of an engine is built from: sizes, parameters, gradients, and matrices of the batch's width. */
record Network(NetworkConfig config, Parameters parameters, Parameters gradients) {
    int hidden() {
        return config.cell().layers().hidden();
    }

    /** G, the rows of the pre-activations. */
    int gates() {
        return config.cell().gates() * hidden();
    }

    int batch() {
        return config.train().batch();
    }

    int steps() {
        return config.steps();
    }

    /** A [rows × B] matrix of zeros. */
    FMatrixRMaj matrix(int rows) {
        return new FMatrixRMaj(rows, batch());
    }

    /** One [rows × B] matrix for each of {@code count} steps. */
    FMatrixRMaj[] matrices(int count, int rows) {
        FMatrixRMaj[] matrices = new FMatrixRMaj[count];
        for (int t = 0; t < count; t++) {
            matrices[t] = matrix(rows);
        }
        return matrices;
    }

    FMatrixRMaj parameter(String name) {
        return parameters.get(name);
    }

    FMatrixRMaj gradient(String name) {
        return gradients.get(name);
    }

    /** The layer normalisation of the gates named so, which over the H rows of one gate is joint or none. */
    LayerNorm norm(String name, Norm norm) {
        return switch (norm) {
            case NONE -> LayerNorm.NONE;
            case JOINT -> LayerNorm.of(this, name, 1);
            case PER_GATE -> LayerNorm.of(this, name, config.cell().gates());
        };
    }

    /** The layer normalisation of the cell state. */
    LayerNorm cellNorm(boolean present) {
        return present ? LayerNorm.of(this, "ln_cell", 1) : LayerNorm.NONE;
    }
}
