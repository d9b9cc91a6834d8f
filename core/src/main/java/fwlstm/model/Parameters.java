package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.math.RandomStream;
import fwlstm.math.RandomStream.Purpose;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/** One matrix for each parameter of a network: its values, its gradients, or an optimiser's moments. */
public final class Parameters {
    private final List<ParameterSpec> specs;
    private final Map<String, FMatrixRMaj> matrices = new LinkedHashMap<>();

    /** All zeros. */
    public Parameters(CellConfig cell) {
        specs = ParameterSpec.of(cell);
        specs.forEach(spec -> matrices.put(spec.name(), new FMatrixRMaj(spec.rows(), spec.columns())));
    }

    /** The initial parameters of a trial: parameter n is drawn from item n of the seed's parameter stream. */
    public static Parameters initial(CellConfig cell, long seed) {
        Parameters parameters = new Parameters(cell);
        RandomStream random = new RandomStream(seed, Purpose.PARAMETERS);
        for (int n = 0; n < parameters.specs.size(); n++) {
            ParameterSpec spec = parameters.specs.get(n);
            spec.initialisation().fill(parameters.get(spec.name()), random.seek(n));
        }
        return parameters;
    }

    /** The live matrix of a parameter. */
    public FMatrixRMaj get(String name) {
        FMatrixRMaj matrix = matrices.get(name);
        if (matrix == null) {
            throw new IllegalArgumentException("no parameter " + name + " among " + matrices.keySet());
        }
        return matrix;
    }

    public List<ParameterSpec> specs() {
        return specs;
    }

    public void zero() {
        for (int n = 0; n < specs.size(); n++) {
            matrices.get(specs.get(n).name()).zero();
        }
    }

    /** Copies all values from the parameters of an equal network. */
    public void set(Parameters other) {
        for (ParameterSpec spec : specs) {
            get(spec.name()).setTo(other.get(spec.name()));
        }
    }
}
