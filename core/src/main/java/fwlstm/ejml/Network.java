package fwlstm.ejml;

import fwlstm.config.CellConfig;
import fwlstm.config.Norm;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Parameters;
import org.ejml.data.FMatrixRMaj;

/** What the parts of a network are made from: its sizes, parameters and gradients. */
record Network(NetworkConfig config, Parameters parameters, Parameters gradients) {
    CellConfig cell() {
        return config.cell();
    }

    /** H. */
    int hidden() {
        return cell().layers().hidden();
    }

    /** T. */
    int steps() {
        return config.steps();
    }

    Parameter parameter(String name) {
        return new Parameter(parameters.get(name), gradients.get(name));
    }

    /** A place for what each step computes; index 0, before the first step, is a column of H zeros. */
    FMatrixRMaj[] states() {
        FMatrixRMaj[] states = new FMatrixRMaj[steps() + 1];
        states[0] = Matrices.zeros(hidden());
        return states;
    }

    /** The layer normalisation of the gates named so. */
    LayerNorm norm(String name, Norm norm) {
        return norm == Norm.NONE ? LayerNorm.NONE : new LayerNorm(this, name, norm.groups(cell().gates()));
    }

    /** The layer normalisation of the cell state. */
    LayerNorm cellNorm(boolean present) {
        return present ? new LayerNorm(this, "ln_cell", 1) : LayerNorm.NONE;
    }
}
