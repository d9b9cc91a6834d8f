package fwlstm.model;

import fwlstm.config.OptimizerName;
import fwlstm.config.TrainConfig;
import java.util.List;
import org.ejml.dense.row.CommonOps_FDRM;

/** Gradient clipping and the optimisers: applies the gradients of a batch. */
public final class Optimizer {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double LOG_BETA_1 = StrictMath.log(BETA_1);
    private static final double LOG_BETA_2 = StrictMath.log(BETA_2);

    private Optimizer() {}

    /** An optimiser's step on the elements of a parameter. Every implementation gives the same bits. */
    public interface Rule {
        float KEEP_1 = (float) BETA_1;
        float TAKE_1 = (float) (1 - BETA_1);
        float KEEP_2 = (float) BETA_2;
        float TAKE_2 = (float) (1 - BETA_2);
        float EPSILON = 1e-8f;

        /**
         * Adam, Kingma and Ba 2015: m ← β₁ m + (1−β₁) g; v ← β₂ v + (1−β₂) g²; θ ← θ − step · m / (√v · rootScale + ε).
         *
         * @param step the learning rate over 1 − β₁ᵗ
         * @param rootScale 1/√(1 − β₂ᵗ)
         */
        default void adam(float[] value, float[] gradient, float[] m, float[] v, float step, float rootScale) {
            assert fit(value, gradient, m, v);
            adam(0, value, gradient, m, v, step, rootScale);
        }

        /** θ ← θ − learningRate · g. */
        default void descend(float[] value, float[] gradient, float learningRate) {
            assert fit(value, gradient);
            descend(0, value, gradient, learningRate);
        }

        /** What {@link #adam(float[], float[], float[], float[], float, float)} asserts of its arguments. */
        static boolean fit(float[] value, float[] gradient, float[] m, float[] v) {
            return fit(value, gradient)
                    && fit(value, m)
                    && fit(value, v)
                    && fit(m, v)
                    && gradient != m
                    && gradient != v;
        }

        /** What {@link #descend(float[], float[], float)} asserts of its arguments: they are alike and not the same. */
        static boolean fit(float[] value, float[] gradient) {
            return value.length == gradient.length && value != gradient;
        }

        /** Adam on the elements from {@code first} on, one by one. */
        static void adam(
                int first, float[] value, float[] gradient, float[] m, float[] v, float step, float rootScale) {
            for (int n = first; n < value.length; n++) {
                float g = gradient[n];
                m[n] = KEEP_1 * m[n] + TAKE_1 * g;
                v[n] = KEEP_2 * v[n] + TAKE_2 * g * g;
                value[n] -= step * m[n] / ((float) Math.sqrt(v[n]) * rootScale + EPSILON);
            }
        }

        /** Descent on the elements from {@code first} on, one by one. */
        static void descend(int first, float[] value, float[] gradient, float learningRate) {
            for (int n = first; n < value.length; n++) {
                value[n] -= learningRate * gradient[n];
            }
        }
    }

    /** Step t ≥ 1 of an optimiser: Adam's learning rate over 1 − β₁ᵗ; in descent the learning rate. */
    public static float stepLength(OptimizerName optimizer, double learningRate, long t) {
        // pow would allocate
        return (float)
                (optimizer == OptimizerName.ADAM ? learningRate / -StrictMath.expm1(t * LOG_BETA_1) : learningRate);
    }

    /** Adam's 1/√(1 − β₂ᵗ) at step t ≥ 1. */
    public static float rootScale(long t) {
        return (float) (1.0 / StrictMath.sqrt(-StrictMath.expm1(t * LOG_BETA_2)));
    }

    /** Clips the gradients if {@code train} requires it, then updates the parameters. */
    public static void step(
            TrainConfig train,
            Parameters values,
            Parameters gradients,
            OptimizerState state,
            double learningRate,
            Rule rule) {
        if (train.clipNorm() != null) {
            clip(gradients, train.clipNorm());
        }
        state.step++;
        boolean adam = train.optimizer() == OptimizerName.ADAM;
        float length = stepLength(train.optimizer(), learningRate, state.step);
        float rootScale = rootScale(state.step);
        List<ParameterSpec> specs = values.specs();
        for (int k = 0; k < specs.size(); k++) {
            String name = specs.get(k).name();
            float[] value = values.get(name).data;
            float[] gradient = gradients.get(name).data;
            if (adam) {
                rule.adam(
                        value,
                        gradient,
                        state.firstMoment.get(name).data,
                        state.secondMoment.get(name).data,
                        length,
                        rootScale);
            } else {
                rule.descend(value, gradient, length);
            }
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
