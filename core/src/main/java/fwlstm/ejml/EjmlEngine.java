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

    private final NetworkConfig config;
    private final Parameters parameters;
    private final Parameters gradients;
    private final OptimizerState state;
    private final InputTable table;
    private final Cell cell;
    private final Readout readout;
    private final FMatrixRMaj x;
    private final FMatrixRMaj dx;
    private final FMatrixRMaj dh;

    EjmlEngine(NetworkConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        gradients = new Parameters(config.cell());
        state = new OptimizerState(config.cell());
        Network network = new Network(config, parameters, gradients);
        table = new InputTable(network);
        cell = cell(network);
        readout = new Readout(network);
        x = network.matrix(network.gates());
        dx = network.matrix(network.gates());
        dh = network.matrix(network.hidden());
    }

    private static Cell cell(Network network) {
        CellConfig config = network.config().cell();
        return config.match(
                (CellConfig.FwLstm c) -> new FwLstmCell(network, c),
                (CellConfig.FwRnn c) -> new FwRnnCell(network, c),
                (CellConfig.LnLstm c) -> new LstmCell(network, c.forgetBias(), c.norm(), c.cellNorm()),
                (CellConfig.Lstm c) -> new LstmCell(network, c.forgetBias()),
                (CellConfig.Irnn c) -> new IrnnCell(network));
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
        forward(batch);
        double loss = readout.loss(batch);
        gradients.zero();
        table.clearGradient();
        readout.backward(batch, cell.output(config.steps()), dh);
        for (int t = config.steps() - 1; t >= 0; t--) {
            cell.backward(t, dh, dx);
            table.scatter(batch, t, dx);
        }
        table.backward();
        return loss;
    }

    @Override
    public void update(double learningRate) {
        Optimizer.step(config.train(), parameters, gradients, state, learningRate, ELEMENT_BY_ELEMENT);
    }

    @Override
    public void evaluate(Batch batch, int count, Score score) {
        forward(batch);
        readout.score(batch, count, score);
    }

    /** Runs a question forward, in a network with a batch of one. */
    MemoryTrace memoryTrace(Question question) {
        forward(question.repeated(1));
        List<MemoryTrace.Step> steps = IntStream.range(0, config.steps())
                .mapToObj(t -> cell.memory().step(t, cell.queries(t)))
                .toList();
        float[] logits = readout.logits().data.clone();
        return new MemoryTrace(question, config.cell().memory().eta(), steps, logits);
    }

    private void forward(Batch batch) {
        table.forward();
        for (int t = 0; t < config.steps(); t++) {
            table.gather(batch, t, x);
            cell.forward(t, x);
        }
        readout.forward(cell.output(config.steps()));
    }
}
