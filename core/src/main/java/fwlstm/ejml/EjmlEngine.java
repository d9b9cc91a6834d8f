package fwlstm.ejml;

import fwlstm.config.CellConfig;
import fwlstm.model.Engine;
import fwlstm.model.MemoryTrace;
import fwlstm.model.NetworkConfig;
import fwlstm.model.Optimizer;
import fwlstm.model.OptimizerState;
import fwlstm.model.Parameters;
import fwlstm.model.Score;
import fwlstm.task.Batch;
import fwlstm.task.Question;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/** The whole network: input table, cell through time, readout, and the optimiser. */
final class EjmlEngine implements Engine {
    private static final Optimizer.Rule ELEMENT_BY_ELEMENT = new Optimizer.Rule() {};

    private final Network network;
    private final OptimizerState state;

    EjmlEngine(NetworkConfig config, Parameters parameters) {
        network = new Network(config, parameters, new Parameters(config.cell()));
        state = new OptimizerState(config.cell());
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Parameters gradients() {
        return network.gradients();
    }

    @Override
    public OptimizerState state() {
        return state;
    }

    @Override
    public double gradients(Batch batch) {
        gradients().zero();
        InputTable table = new InputTable(network);
        double loss = 0;
        for (int n = 0; n < batch.size(); n++) {
            Cell cell = cell();
            Readout readout = forward(table, cell, batch, n);
            loss += readout.crossEntropy(batch.targets()[n]);
            FMatrixRMaj dh = readout.backward(batch.targets()[n], 1f / batch.size());
            for (int t = network.steps(); t > 0; t--) {
                Cell.Gradients step = cell.backward(t, dh);
                table.addGradient(token(batch, t, n), step.dx());
                dh = step.dh();
            }
        }
        table.backward();
        return loss / batch.size();
    }

    @Override
    public void update(double learningRate) {
        Optimizer.step(network.config().train(), parameters(), gradients(), state, learningRate, ELEMENT_BY_ELEMENT);
    }

    @Override
    public void evaluate(Batch batch, int count, Score score) {
        InputTable table = new InputTable(network);
        for (int n = 0; n < count; n++) {
            Readout readout = forward(table, cell(), batch, n);
            int target = batch.targets()[n];
            score.add(readout.answer() == target, readout.crossEntropy(target));
        }
    }

    /** Runs a question forward. */
    MemoryTrace memoryTrace(Question question) {
        Cell cell = cell();
        Readout readout = forward(new InputTable(network), cell, question.repeated(1), 0);
        List<MemoryTrace.Step> steps =
                IntStream.rangeClosed(1, network.steps()).mapToObj(cell::trace).toList();
        double eta = network.cell().memory().eta();
        return new MemoryTrace(question, eta, steps, readout.logits().data);
    }

    private Cell cell() {
        return network.cell()
                .match(
                        (CellConfig.FwLstm c) -> new FwLstmCell(network, c),
                        (CellConfig.FwRnn c) -> new FwRnnCell(network, c),
                        (CellConfig.LnLstm c) -> new LstmCell(network, c),
                        (CellConfig.Lstm c) -> new LstmCell(network, c),
                        (CellConfig.Irnn c) -> new IrnnCell(network));
    }

    /** Runs sequence n of a batch through a new cell. */
    private Readout forward(InputTable table, Cell cell, Batch batch, int n) {
        FMatrixRMaj h = null;
        for (int t = 1; t <= network.steps(); t++) {
            h = cell.forward(t, table.projection(token(batch, t, n)));
        }
        return new Readout(network, h);
    }

    /** The token that sequence n of a batch has at step t. */
    private static int token(Batch batch, int t, int n) {
        return batch.tokens()[(t - 1) * batch.size() + n];
    }
}
