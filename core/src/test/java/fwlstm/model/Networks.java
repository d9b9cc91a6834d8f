package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.math.RandomStream;
import fwlstm.task.Batch;
import fwlstm.task.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;

/** Small networks of odd shapes, for tests. */
public final class Networks {
    public static final int PAIRS = 3;
    public static final int STEPS = 2 * PAIRS + 3;
    public static final int BATCH = 5;

    private Networks() {}

    /** Every cell with every option that changes its equations. */
    public static List<CellConfig> cells() {
        List<CellConfig> cells = new ArrayList<>();
        for (String norm : List.of("none", "per_gate", "joint")) {
            for (boolean cellNorm : new boolean[] {false, true}) {
                cells.add(cell("fw-lstm", "norm", norm, "cell_norm", cellNorm, "lambda", 0.9, "eta", 0.5));
                cells.add(cell("ln-lstm", "norm", norm, "cell_norm", cellNorm, "forget_bias", 1.0));
            }
            cells.add(cell("fw-lstm", "norm", norm, "carry", "raw", "lambda", 0.9, "eta", 0.5));
            cells.add(cell("fw-rnn", "norm", norm, "lambda", 0.9, "eta", 0.5));
        }
        cells.add(cell("fw-lstm"));
        cells.add(cell("fw-lstm", "lambda", 0.5, "eta", 0.9, "forget_bias", 1.0));
        cells.add(cell("fw-lstm", "write_rule", "oja", "eta", 0.1));
        cells.add(cell("fw-lstm", "carry", "raw", "write_rule", "oja", "eta", 0.1));
        cells.add(cell("fw-lstm", "eta", 0.0));
        cells.add(cell("fw-rnn"));
        cells.add(cell("fw-rnn", "inner_steps", 3, "lambda", 0.8, "eta", 0.3));
        cells.add(cell("fw-rnn", "inner_steps", 2, "write_rule", "oja", "eta", 0.1));
        cells.add(cell("ln-lstm"));
        cells.add(cell("lstm"));
        cells.add(cell("lstm", "forget_bias", 1.0));
        cells.add(cell("irnn"));
        return cells;
    }

    /** A cell with H = 7, E = 11, R = 13 and the given options, as key and value in turn. */
    static CellConfig cell(String name, Object... options) {
        Map<String, Object> values = new HashMap<>(Map.of("hidden", 7, "embedding", 11, "readout", 13));
        for (int n = 0; n < options.length; n += 2) {
            values.put((String) options[n], options[n + 1]);
        }
        return CellConfig.of(name, values);
    }

    public static NetworkConfig network(CellConfig cell, int memoryChunk, Object... train) {
        Map<String, Object> values = new HashMap<>(Map.of("batch", BATCH));
        for (int n = 0; n < train.length; n += 2) {
            values.put((String) train[n], train[n + 1]);
        }
        return new NetworkConfig(cell, Settings.bind(TrainConfig.class, values), STEPS, memoryChunk);
    }

    /**
     * Parameters in which nothing is zero or one, so that no mistake hides. Without normalisation fast weights feed back
     * on themselves and explode within nine steps, unless everything starts smaller.
     */
    public static Parameters parameters(CellConfig cell) {
        Parameters parameters = Parameters.initial(cell, 3);
        double scale = "none".equals(Settings.values((Record) cell).get("norm")) ? 0.4 : 1.0;
        RandomStream random = new RandomStream(4, RandomStream.Purpose.PARAMETERS);
        for (ParameterSpec spec : parameters.specs()) {
            float[] values = parameters.get(spec.name()).data;
            for (int n = 0; n < values.length; n++) {
                values[n] = (float) (scale * (values[n] + 0.2 * random.nextGaussian()));
            }
        }
        return parameters;
    }

    public static Batch batch(long update) {
        return batch(update, BATCH);
    }

    public static Batch batch(long update, int size) {
        Batch batch = new Batch(STEPS, size);
        dataset().train(update, batch);
        return batch;
    }

    static Dataset dataset() {
        return new Dataset(new TaskConfig(TaskName.ART, PAIRS), new DataConfig(1000, 1, 1), 1);
    }

    /** The L2 norm of the difference over that of what is expected. */
    public static double relativeError(FMatrixRMaj found, DMatrixRMaj expected) {
        double difference = 0;
        double norm = 0;
        for (int n = 0; n < expected.data.length; n++) {
            difference += Math.pow(found.data[n] - expected.data[n], 2);
            norm += Math.pow(expected.data[n], 2);
        }
        return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
    }
}
