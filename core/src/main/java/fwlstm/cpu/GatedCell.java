package fwlstm.cpu;

import fwlstm.config.Norm;

/**
 * What cells with a cell state and the gates i, f, o and g share. The gates lie one after another in the rows of
 * [4H × TILE] matrices.
 */
abstract class GatedCell extends Cell {
    final LayerNorm gateNorm;
    final LayerNorm cellNorm;
    final float[] gates; // [T] of [4H × TILE]: σ(i), σ(f + b_f), σ(o), and g as the cell uses it
    final float[] c; // [T + 1] of [H × TILE]
    final float[] a; // [T] of [H × TILE]: what the cell's normalisation takes, normalised
    final float[] dc;
    final float[] dz; // of the gates
    private final float forgetBias;

    /**
     * @param gateNorm name of the parameters of the gates' normalisation
     * @param norm what it is over
     */
    GatedCell(Network network, InputTable table, double forgetBias, String gateNorm, Norm norm, boolean normaliseCell) {
        super(network, table);
        this.forgetBias = (float) forgetBias;
        int hidden = network.hidden();
        this.gateNorm = LayerNorm.ofGates(network, gateNorm, norm, steps);
        cellNorm = LayerNorm.ofCell(network, normaliseCell, steps);
        gates = Network.tiles(steps, 4 * hidden);
        c = Network.tiles(steps + 1, hidden);
        a = Network.tiles(steps, hidden);
        dc = Network.tile(hidden);
        dz = Network.tile(4 * hidden);
    }

    @Override
    void begin(boolean training) {
        super.begin(training);
        gateNorm.begin(training);
        cellNorm.begin(training);
    }

    /** σ of i, f + b_f and o of the gates from {@code g0} on. */
    final void sigmoids(int g0) {
        pointwise.sigmoid(n, gates, g0, 0f);
        pointwise.sigmoid(n, gates, g0 + n, forgetBias);
        pointwise.sigmoid(n, gates, g0 + 2 * n, 0f);
    }

    @Override
    void finish() {
        super.finish();
        gateNorm.finish();
        cellNorm.finish();
    }
}
