package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.config.Layers;
import fwlstm.config.Norm;
import fwlstm.model.Initialisation.Constant;
import fwlstm.model.Initialisation.Identity;
import fwlstm.model.Initialisation.Normal;
import fwlstm.model.Initialisation.Uniform;
import fwlstm.task.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * Name, shape and initial values of one parameter. With V tokens, embedding width E, hidden units H, G = gates · H and
 * readout width R, every network has
 *
 * <table> <caption>parameters of every network</caption>
 * <tr><th>name</th><th>shape</th><th>start</th></tr>
 * <tr><td>embedding</td><td>V × E</td><td>standard normal</td></tr>
 * <tr><td>W_x</td><td>G × E</td><td>uniform, ±1/√E</td></tr>
 * <tr><td>b</td><td>G</td><td>uniform, ±1/√E</td></tr>
 * <tr><td>W_h</td><td>G × H</td><td>uniform, ±1/√H; irnn: the identity</td></tr>
 * <tr><td>readout.W_1, readout.b_1</td><td>R × H, R</td><td>uniform, ±1/√H</td></tr>
 * <tr><td>readout.W_2, readout.b_2</td><td>V × R, V</td><td>uniform, ±1/√R</td></tr>
 * </table>
 *
 * and a gain (ones) and a bias (zeros) for each layer normalisation: {@code ln_gates} [G] of fw-lstm and fw-rnn, {@code
 * ln_h} and {@code ln_x} [G] of ln-lstm, {@code ln_cell} [H] if the cell state is normalised. These are the defaults of
 * common frameworks' linear, embedding and normalisation layers.
 *
 * @param shape [rows, columns] of a matrix, [size] of a vector
 */
public record ParameterSpec(String name, List<Integer> shape, Initialisation initialisation) {
    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    /** Rows of its matrix; all of a vector. */
    public int rows() {
        return shape.get(0);
    }

    /** Columns of its matrix; 1 for a vector. */
    public int columns() {
        return shape.size() == 1 ? 1 : shape.get(1);
    }

    /** The parameters of a network, in the order in which they are initialised, saved and counted. */
    public static List<ParameterSpec> of(CellConfig cell) {
        Layers layers = cell.layers();
        int h = layers.hidden();
        int e = layers.embedding();
        int r = layers.readout();
        int g = cell.gates() * h;
        boolean identity = startsAsIdentity(cell);
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(new ParameterSpec("embedding", List.of(Vocabulary.SIZE, e), new Normal()));
        specs.add(new ParameterSpec("W_x", List.of(g, e), Uniform.ofInputs(e)));
        specs.add(new ParameterSpec("b", List.of(g), identity ? new Constant(0) : Uniform.ofInputs(e)));
        specs.add(new ParameterSpec("W_h", List.of(g, h), identity ? new Identity() : Uniform.ofInputs(h)));
        norms(cell).forEach(specs::addAll);
        specs.add(new ParameterSpec("readout.W_1", List.of(r, h), Uniform.ofInputs(h)));
        specs.add(new ParameterSpec("readout.b_1", List.of(r), Uniform.ofInputs(h)));
        specs.add(new ParameterSpec("readout.W_2", List.of(Vocabulary.SIZE, r), Uniform.ofInputs(r)));
        specs.add(new ParameterSpec("readout.b_2", List.of(Vocabulary.SIZE), Uniform.ofInputs(r)));
        return List.copyOf(specs);
    }

    /** The number of trainable values of a network. */
    public static int count(CellConfig cell) {
        return of(cell).stream().mapToInt(spec -> spec.rows() * spec.columns()).sum();
    }

    /** Whether W_h starts as the identity and b as zero. */
    private static boolean startsAsIdentity(CellConfig cell) {
        return cell.match(
                (CellConfig.FwLstm c) -> false,
                (CellConfig.FwRnn c) -> false,
                (CellConfig.LnLstm c) -> false,
                (CellConfig.Lstm c) -> false,
                (CellConfig.Irnn c) -> true);
    }

    /** Gain and bias of each layer normalisation. */
    private static List<List<ParameterSpec>> norms(CellConfig cell) {
        int h = cell.layers().hidden();
        int g = cell.gates() * h;
        return cell.match(
                (CellConfig.FwLstm c) ->
                        List.of(norm("ln_gates", g, c.norm() != Norm.NONE), norm("ln_cell", h, c.cellNorm())),
                (CellConfig.FwRnn c) -> List.of(norm("ln_gates", g, c.norm() != Norm.NONE)),
                (CellConfig.LnLstm c) -> List.of(
                        norm("ln_h", g, c.norm() != Norm.NONE),
                        norm("ln_x", g, c.norm() != Norm.NONE),
                        norm("ln_cell", h, c.cellNorm())),
                (CellConfig.Lstm c) -> List.of(),
                (CellConfig.Irnn c) -> List.of());
    }

    private static List<ParameterSpec> norm(String name, int size, boolean present) {
        return present
                ? List.of(
                        new ParameterSpec(name + ".gain", List.of(size), new Constant(1)),
                        new ParameterSpec(name + ".bias", List.of(size), new Constant(0)))
                : List.of();
    }
}
