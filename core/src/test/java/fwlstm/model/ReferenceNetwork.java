package fwlstm.model;

import fwlstm.config.Carry;
import fwlstm.config.CellConfig;
import fwlstm.config.FastWeights;
import fwlstm.config.Norm;
import fwlstm.config.WriteRule;
import fwlstm.task.Batch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;

/**
 * The networks in double precision, one sample and one number at a time, with the fast weights A as an explicit matrix:
 * a transcription of the papers' equations without a thought for speed. Gradients come from the tape.
 */
public final class ReferenceNetwork {
    private final CellConfig cell;
    private final int hidden;
    final Map<String, DMatrixRMaj> parameters = new LinkedHashMap<>();
    public final Map<String, DMatrixRMaj> gradients = new LinkedHashMap<>();

    private Var.Tape tape;
    private Map<String, Var[][]> vars;

    public ReferenceNetwork(CellConfig cell, Parameters start) {
        this.cell = cell;
        hidden = cell.layers().hidden();
        for (ParameterSpec spec : start.specs()) {
            DMatrixRMaj matrix = new DMatrixRMaj(spec.rows(), spec.columns());
            for (int n = 0; n < matrix.data.length; n++) {
                matrix.data[n] = start.get(spec.name()).data[n];
            }
            parameters.put(spec.name(), matrix);
        }
    }

    /** Mean cross-entropy over the batch. */
    double loss(Batch batch) {
        return forward(batch).value;
    }

    /** Mean cross-entropy over the batch; leaves the gradients. */
    public double lossAndGradients(Batch batch) {
        Var loss = forward(batch);
        tape.backward(loss);
        parameters.forEach((name, matrix) -> {
            DMatrixRMaj gradient = matrix.createLike();
            for (int i = 0; i < matrix.numRows; i++) {
                for (int j = 0; j < matrix.numCols; j++) {
                    gradient.set(i, j, vars.get(name)[i][j].gradient);
                }
            }
            gradients.put(name, gradient);
        });
        return loss.value;
    }

    private Var forward(Batch batch) {
        tape = new Var.Tape();
        vars = new LinkedHashMap<>();
        parameters.forEach((name, matrix) -> {
            Var[][] var = new Var[matrix.numRows][matrix.numCols];
            for (int i = 0; i < matrix.numRows; i++) {
                for (int j = 0; j < matrix.numCols; j++) {
                    var[i][j] = tape.constant(matrix.get(i, j));
                }
            }
            vars.put(name, var);
        });
        Var total = tape.constant(0);
        for (int sample = 0; sample < batch.size(); sample++) {
            int[] tokens = new int[batch.steps()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = batch.tokens()[t * batch.size() + sample];
            }
            total = total.plus(crossEntropy(tokens, batch.targets()[sample]));
        }
        return total.times(1.0 / batch.size());
    }

    private Var crossEntropy(int[] tokens, int target) {
        Var[] z = plus(product("readout.W_1", lastHidden(tokens)), column("readout.b_1"));
        Var[] logits = plus(product("readout.W_2", map(z, Var::relu)), column("readout.b_2"));
        Var sum = tape.constant(0);
        for (Var logit : logits) {
            sum = sum.plus(logit.exp());
        }
        return sum.log().minus(logits[target]);
    }

    private Var[] lastHidden(int[] tokens) {
        State state = new State(zeros(hidden), zeros(hidden));
        Var[][] a = new Var[hidden][];
        for (int i = 0; i < hidden; i++) {
            a[i] = zeros(hidden);
        }
        for (int token : tokens) {
            Var[] wh = product("W_h", state.h);
            Var[] wx = product("W_x", vars.get("embedding")[token]);
            Var[] c = state.c;
            state = cell.match(
                    (CellConfig.FwLstm f) -> fwLstm(f, wh, wx, c, a),
                    (CellConfig.FwRnn f) -> fwRnn(f, wh, wx, c, a),
                    (CellConfig.LnLstm f) -> lnLstm(f, wh, wx, c),
                    (CellConfig.Lstm f) -> lstm(f, wh, wx, c),
                    (CellConfig.Irnn f) -> new State(map(plus(plus(wh, wx), column("b")), Var::relu), c));
        }
        return state.h;
    }

    /** h_t and c_t; A_t is changed in place. */
    private record State(Var[] h, Var[] c) {}

    private State fwLstm(CellConfig.FwLstm f, Var[] wh, Var[] wx, Var[] c, Var[][] a) {
        Var[] y = norm("ln_gates", f.norm(), plus(plus(wh, wx), column("b")));
        Var[] g = gate(y, 3);
        Var[] r = map(g, Var::relu);
        write(a, r, f.memory());
        Var[] forget = map(gate(y, 1), v -> v.plus(f.forgetBias()).sigmoid());
        Var[] input = map(gate(y, 0), Var::sigmoid);
        Var[] candidate = map(plus(g, read(a, r)), Var::relu);
        Var[] raw = plus(times(forget, c), times(input, candidate));
        Var[] normalised = cellNorm(f.cellNorm(), raw);
        Var[] h = times(map(gate(y, 2), Var::sigmoid), map(normalised, Var::relu));
        return new State(h, f.carry() == Carry.RAW ? raw : normalised);
    }

    private State fwRnn(CellConfig.FwRnn f, Var[] wh, Var[] wx, Var[] c, Var[][] a) {
        Var[] z = plus(plus(wh, wx), column("b"));
        Var[] h = map(z, Var::relu);
        write(a, h, f.memory());
        for (int s = 0; s < f.innerSteps(); s++) {
            h = map(norm("ln_gates", f.norm(), plus(z, read(a, h))), Var::relu);
        }
        return new State(h, c);
    }

    private State lnLstm(CellConfig.LnLstm f, Var[] wh, Var[] wx, Var[] c) {
        Var[] y = plus(plus(norm("ln_h", f.norm(), wh), norm("ln_x", f.norm(), wx)), column("b"));
        Var[] next = lstmState(y, f.forgetBias(), c);
        return new State(lstmOutput(y, cellNorm(f.cellNorm(), next)), next);
    }

    private State lstm(CellConfig.Lstm f, Var[] wh, Var[] wx, Var[] c) {
        Var[] y = plus(plus(wh, wx), column("b"));
        Var[] next = lstmState(y, f.forgetBias(), c);
        return new State(lstmOutput(y, next), next);
    }

    private Var[] lstmState(Var[] y, double forgetBias, Var[] c) {
        Var[] forget = map(gate(y, 1), v -> v.plus(forgetBias).sigmoid());
        return plus(times(forget, c), times(map(gate(y, 0), Var::sigmoid), map(gate(y, 3), Var::tanh)));
    }

    private Var[] lstmOutput(Var[] y, Var[] c) {
        return times(map(gate(y, 2), Var::sigmoid), map(c, Var::tanh));
    }

    /** A = λ A + η r rᵀ, or A = (1 − η r·r) A + η r rᵀ. */
    private void write(Var[][] a, Var[] r, FastWeights memory) {
        Var decay;
        if (memory.writeRule() == WriteRule.OJA) {
            decay = tape.constant(1);
            for (Var x : r) {
                decay = decay.minus(x.times(x).times(memory.eta()));
            }
        } else {
            decay = tape.constant(memory.lambda());
        }
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
                a[i][j] = decay.times(a[i][j]).plus(r[i].times(r[j]).times(memory.eta()));
            }
        }
    }

    private Var[] read(Var[][] a, Var[] q) {
        return product(a, q);
    }

    private Var[] cellNorm(boolean present, Var[] c) {
        return present ? norm("ln_cell", Norm.JOINT, c) : c;
    }

    private Var[] norm(String name, Norm norm, Var[] z) {
        if (norm == Norm.NONE) {
            return z;
        }
        int size = norm == Norm.JOINT ? z.length : hidden;
        Var[] y = new Var[z.length];
        for (int first = 0; first < z.length; first += size) {
            Var mean = tape.constant(0);
            for (int i = first; i < first + size; i++) {
                mean = mean.plus(z[i].times(1.0 / size));
            }
            Var variance = tape.constant(0);
            for (int i = first; i < first + size; i++) {
                Var centred = z[i].minus(mean);
                variance = variance.plus(centred.times(centred).times(1.0 / size));
            }
            Var scale = variance.plus(1e-5).inverseRoot();
            for (int i = first; i < first + size; i++) {
                y[i] = column(name + ".gain")[i]
                        .times(z[i].minus(mean).times(scale))
                        .plus(column(name + ".bias")[i]);
            }
        }
        return y;
    }

    private Var[] gate(Var[] y, int k) {
        return Arrays.copyOfRange(y, k * hidden, (k + 1) * hidden);
    }

    private Var[] column(String name) {
        return Arrays.stream(vars.get(name)).map(row -> row[0]).toArray(Var[]::new);
    }

    private Var[] product(String name, Var[] x) {
        return product(vars.get(name), x);
    }

    private Var[] product(Var[][] w, Var[] x) {
        Var[] y = zeros(w.length);
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < x.length; j++) {
                y[i] = y[i].plus(w[i][j].times(x[j]));
            }
        }
        return y;
    }

    private Var[] zeros(int size) {
        Var[] zeros = new Var[size];
        Arrays.setAll(zeros, i -> tape.constant(0));
        return zeros;
    }

    private static Var[] plus(Var[] x, Var[] y) {
        Var[] sum = new Var[x.length];
        Arrays.setAll(sum, i -> x[i].plus(y[i]));
        return sum;
    }

    private static Var[] times(Var[] x, Var[] y) {
        Var[] product = new Var[x.length];
        Arrays.setAll(product, i -> x[i].times(y[i]));
        return product;
    }

    private static Var[] map(Var[] x, UnaryOperator<Var> f) {
        return Arrays.stream(x).map(f).toArray(Var[]::new);
    }
}
