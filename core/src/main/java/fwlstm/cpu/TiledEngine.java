package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import fwlstm.config.CellConfig;
import fwlstm.model.Engine;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Optimizer;
import fwlstm.model.OptimizerState;
import fwlstm.model.Parameters;
import fwlstm.model.Score;
import fwlstm.task.Batch;

/**
 * Trains a batch tile by tile: the sequences of a tile go forward and backward through all steps before the next tile
 * begins, so that their state stays near. Gradients add up over tiles, steps from the last to the first, and sequences,
 * in this order. A last tile that the batch does not fill repeats its first sequence and leaves it out of every sum.
 */
public final class TiledEngine implements Engine {
    private final NetworkConfig config;
    private final Optimizer.Rule rule;
    private final Parameters parameters;
    private final Parameters gradients;
    private final OptimizerState state;
    private final InputTable table;
    private final Cell cell;
    private final Readout readout;
    private final float[] dh;

    public TiledEngine(NetworkConfig config, Parameters parameters, Kernels kernels) {
        this.config = config;
        rule = kernels.rule();
        this.parameters = parameters;
        gradients = new Parameters(config.cell());
        state = new OptimizerState(config.cell());
        Network network = new Network(kernels, config, parameters, gradients);
        table = new InputTable(network);
        cell = cell(network, table);
        readout = new Readout(network);
        dh = Network.tile(network.hidden());
    }

    private static Cell cell(Network network, InputTable table) {
        CellConfig config = network.config().cell();
        return config.match(
                (CellConfig.FwLstm c) -> new FwLstmCell(network, table, c),
                (CellConfig.FwRnn c) -> new FwRnnCell(network, table, c),
                (CellConfig.LnLstm c) -> new LstmCell(network, table, c.forgetBias(), c.norm(), c.cellNorm()),
                (CellConfig.Lstm c) -> new LstmCell(network, table, c.forgetBias()),
                (CellConfig.Irnn c) -> new IrnnCell(network, table));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Parameters gradients() {
        return gradients;
    }

    @Override
    public OptimizerState state() {
        return state;
    }

    @Override
    public double gradients(Batch batch) {
        begin(true);
        double loss = 0;
        for (int first = 0; first < batch.size(); first += TILE) {
            int count = Math.min(TILE, batch.size() - first);
            forward(batch, first, count);
            for (int j = 0; j < count; j++) {
                loss += readout.loss(j, batch.targets()[first + j]);
            }
            readout.backward(batch.targets(), first, count, cell.hidden(), cell.hiddenAt(), dh);
            for (int t = config.steps() - 1; t >= 0; t--) {
                cell.backward(t, dh);
            }
        }
        table.finish();
        cell.finish();
        readout.finish();
        return loss / batch.size();
    }

    @Override
    public void update(double learningRate) {
        Optimizer.step(config.train(), parameters, gradients, state, learningRate, rule);
    }

    @Override
    public void evaluate(Batch batch, int count, Score score) {
        begin(false);
        for (int first = 0; first < count; first += TILE) {
            int ofTile = Math.min(TILE, count - first);
            forward(batch, first, ofTile);
            for (int j = 0; j < ofTile; j++) {
                readout.score(j, batch.targets()[first + j], score);
            }
        }
    }

    private void begin(boolean training) {
        table.begin(training);
        cell.begin(training);
        readout.begin(training);
    }

    private void forward(Batch batch, int first, int count) {
        int[] tokens = table.tokens();
        for (int t = 0; t < config.steps(); t++) {
            int from = t * batch.size() + first;
            System.arraycopy(batch.tokens(), from, tokens, t * TILE, count);
            for (int j = count; j < TILE; j++) {
                tokens[t * TILE + j] = batch.tokens()[from];
            }
        }
        for (int t = 0; t < config.steps(); t++) {
            cell.forward(t);
        }
        readout.forward(cell.hidden(), cell.hiddenAt());
    }
}
