package fwlstm.config;

import java.io.Serializable;

/**
 * The options of the fast weights A: A_t = λ A_{t−1} + η r rᵀ.
 *
 * @param lambda null under {@link WriteRule#OJA}, whose decay follows from the pattern
 */
public record FastWeights(
        @Setting(value = "decay λ of the fast weights per step (hebb only)", defaultValue = "1.0", min = 0, max = 1)
        Double lambda,

        @Setting(value = "rate η at which the fast weights are written", defaultValue = "1.0", min = 0, max = 10)
        double eta,

        @Setting(value = "rule by which the fast weights are written", defaultValue = "hebb")
        WriteRule writeRule)
        implements Serializable {
    public FastWeights {
        Settings.check(FastWeights.class, lambda == null ? (Double) 1.0 : lambda, eta, writeRule);
        if (writeRule == WriteRule.OJA) {
            lambda = null;
        } else if (lambda == null) {
            throw ConfigException.of("lambda", null, "a number from 0.0 to 1.0 under write_rule hebb");
        }
    }
}
