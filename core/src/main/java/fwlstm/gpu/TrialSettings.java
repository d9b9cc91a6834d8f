package fwlstm.gpu;

import fwlstm.config.CellConfig;
import fwlstm.config.FastWeights;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Optimizer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The settings of each trial of a pack on the device: its seed, λ, η and so on, and the step sizes of its optimiser.
 */
final class TrialSettings {
    private final List<Trial> trials;
    private final PackSlots slots;
    private final Transfers transfers;

    TrialSettings(List<Trial> trials, PackSlots slots, Transfers transfers) {
        this.trials = trials;
        this.slots = slots;
        this.transfers = transfers;
    }

    /** Uploads everything except the step sizes, after trials have got their slots. */
    void upload() {
        transfers.uploadLongs(PackArray.SEED, trial -> trials.get(trial).seed());
        transfers.uploadFloats(PackArray.GRADIENT_SCALE, trial -> 1);
        transfers.uploadFloats(PackArray.LAMBDA, trial -> {
            FastWeights memory = trials.get(trial).cell().memory();
            return memory == null || memory.lambda() == null ? 0 : memory.lambda();
        });
        transfers.uploadFloats(PackArray.ETA, trial -> {
            FastWeights memory = trials.get(trial).cell().memory();
            return memory == null ? 0 : memory.eta();
        });
        transfers.uploadFloats(
                PackArray.FORGET_BIAS, trial -> forgetBias(trials.get(trial).cell()));
        transfers.uploadLongs(PackArray.CLIP_NORM, trial -> {
            Double norm = trials.get(trial).train().clipNorm();
            return Double.doubleToRawLongBits(norm == null ? Double.POSITIVE_INFINITY : norm);
        });
    }

    private static double forgetBias(CellConfig cell) {
        return cell.match(
                CellConfig.FwLstm::forgetBias,
                (CellConfig.FwRnn c) -> 0.0,
                CellConfig.LnLstm::forgetBias,
                CellConfig.Lstm::forgetBias,
                (CellConfig.Irnn c) -> 0.0);
    }

    /**
     * Uploads the step sizes of {@code count} updates, including learning rate and Adam's corrections, for the trials
     * in the first {@code width} slots.
     *
     * @param from updates that each trial has done, negative if it is not live
     * @param steps the number of steps that each trial's optimiser has taken
     */
    void uploadRates(int[] from, long[] steps, int count, int width) {
        FloatBuffer rates = transfers.floats();
        for (int n = 0; n < count; n++) {
            for (int slot = 0; slot < width; slot++) {
                int trial = slots.trialIn(slot);
                TrainConfig train = trials.get(trial).train();
                long step = steps[trial] + n + 1;
                double factor = from[trial] < 0 ? 0 : train.schedule().factor(from[trial] + n, train.updates());
                rates.put(Optimizer.stepLength(train.optimizer(), train.learningRate() * factor, step));
                rates.put(Optimizer.rootScale(step));
            }
        }
        transfers.upload(PackArray.RATES, rates.position());
    }
}
