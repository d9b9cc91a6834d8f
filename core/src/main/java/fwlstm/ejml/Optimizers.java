package fwlstm.ejml;

import fwlstm.config.OptimizerName;
import fwlstm.config.TrainConfig;
import fwlstm.model.OptimizerState;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import java.util.List;
import org.ejml.dense.row.CommonOps_FDRM;

/** Gradient clipping and the optimisers' steps, element by element. */
final class Optimizers {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double LOG_BETA_1 = StrictMath.log(BETA_1);
    private static final double LOG_BETA_2 = StrictMath.log(BETA_2);
    private static final float EPSILON = 1e-8f;

    private Optimizers() {}

    static void step(
            TrainConfig train, Parameters values, Parameters gradients, OptimizerState state, double learningRate) {
        if (train.clipNorm() != null) {
            clip(gradients, train.clipNorm());
        }
        state.step++;
        double correction1 = -StrictMath.expm1(state.step * LOG_BETA_1); // 1 − β₁ᵗ; pow would allocate
        double correction2 = -StrictMath.expm1(state.step * LOG_BETA_2);
        List<ParameterSpec> specs = values.specs();
        for (int k = 0; k < specs.size(); k++) {
            String name = specs.get(k).name();
            float[] value = values.get(name).data;
            float[] gradient = gradients.get(name).data;
            if (train.optimizer() == OptimizerName.ADAM) {
                adam(
                        value,
                        gradient,
                        state.firstMoment.get(name).data,
                        state.secondMoment.get(name).data,
                        (float) (learningRate / correction1),
                        (float) (1.0 / StrictMath.sqrt(correction2)));
            } else {
                descend(value, gradient, (float) learningRate);
            }
        }
    }

    /** m ← β₁ m + (1−β₁) g; v ← β₂ v + (1−β₂) g²; θ ← θ − α/(1−β₁ᵗ) · m / (√v / √(1−β₂ᵗ) + ε). */
    private static void adam(float[] value, float[] gradient, float[] m, float[] v, float step, float rootScale) {
        float keep1 = (float) BETA_1;
        float keep2 = (float) BETA_2;
        float take1 = (float) (1.0 - BETA_1);
        float take2 = (float) (1.0 - BETA_2);
        for (int n = 0; n < value.length; n++) {
            float g = gradient[n];
            m[n] = keep1 * m[n] + take1 * g;
            v[n] = keep2 * v[n] + take2 * g * g;
            value[n] -= step * m[n] / ((float) Math.sqrt(v[n]) * rootScale + EPSILON);
        }
    }

    private static void descend(float[] value, float[] gradient, float learningRate) {
        for (int n = 0; n < value.length; n++) {
            value[n] -= learningRate * gradient[n];
        }
    }

    /** Scales all gradients so that their joint L2 norm is at most {@code largest}. */
    private static void clip(Parameters gradients, double largest) {
        List<ParameterSpec> specs = gradients.specs();
        double sum = 0;
        for (int k = 0; k < specs.size(); k++) {
            for (float g : gradients.get(specs.get(k).name()).data) {
                sum += (double) g * g;
            }
        }
        double norm = StrictMath.sqrt(sum);
        if (norm > largest) {
            float factor = (float) (largest / norm);
            for (int k = 0; k < specs.size(); k++) {
                CommonOps_FDRM.scale(factor, gradients.get(specs.get(k).name()));
            }
        }
    }
}
