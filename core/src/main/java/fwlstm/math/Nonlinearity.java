package fwlstm.math;

/**
 * The nonlinearities in single precision, one formula each, made of IEEE operations and {@link Fma} only: unlike
 * {@code Math.exp} they give the same bits on every processor, and a loop over them can be vectorised.
 */
public final class Nonlinearity {
    /** Beyond this the rational approximation of tanh is 1 to single precision. */
    public static final float TANH_SATURATION = 7.90531110763549805f;

    // tanh x = x (P_1 + P_3 x² + … + P_13 x¹²) / (Q_0 + Q_2 x² + … + Q_6 x⁶)
    public static final float TANH_P_13 = -2.76076847742355e-16f;
    public static final float TANH_P_11 = 2.00018790482477e-13f;
    public static final float TANH_P_9 = -8.60467152213735e-11f;
    public static final float TANH_P_7 = 5.12229709037114e-08f;
    public static final float TANH_P_5 = 1.48572235717979e-05f;
    public static final float TANH_P_3 = 6.37261928875436e-04f;
    public static final float TANH_P_1 = 4.89352455891786e-03f;
    public static final float TANH_Q_6 = 1.19825839466702e-06f;
    public static final float TANH_Q_4 = 1.18534705686654e-04f;
    public static final float TANH_Q_2 = 2.26843463243900e-03f;
    public static final float TANH_Q_0 = 4.89352518554385e-03f;

    private Nonlinearity() {}

    /** max(x, 0); NaN stays NaN, so that a diverged run is seen. */
    public static float relu(float x) {
        return Math.max(x, 0f);
    }

    /** 1 / (1 + e^−x), as ½ + ½ tanh(x/2). Absolute error below 3e-7. */
    public static float sigmoid(float x) {
        return Fma.fma(0.5f, tanh(0.5f * x), 0.5f);
    }

    /**
     * Hyperbolic tangent by a 13/6 rational minimax approximation (as in Eigen). Relative error below 1e-6. NaN for NaN
     * and for infinite x, at which only a diverged run arrives.
     */
    public static float tanh(float x) {
        float t = Math.max(-TANH_SATURATION, Math.min(TANH_SATURATION, x));
        float q = t * t;
        float p = Fma.fma(q, TANH_P_13, TANH_P_11);
        p = Fma.fma(p, q, TANH_P_9);
        p = Fma.fma(p, q, TANH_P_7);
        p = Fma.fma(p, q, TANH_P_5);
        p = Fma.fma(p, q, TANH_P_3);
        p = Fma.fma(p, q, TANH_P_1);
        float d = Fma.fma(q, TANH_Q_6, TANH_Q_4);
        d = Fma.fma(d, q, TANH_Q_2);
        d = Fma.fma(d, q, TANH_Q_0);
        return Fma.fma(x, 0f, t * p / d);
    }

    /**
     * e^x for x ≤ 0, as softmax needs it: x = n ln 2 + r with |r| ≤ ½ ln 2, a polynomial in r (as in Cephes), and n
     * added to the exponent. Relative error below 2e-7; results below e^−87 are clamped to it. NaN for NaN.
     */
    public static float exp(float x) {
        float y = Math.max(x, -87f);
        float shifted = Fma.fma(y, 1.44269504088896341f, 12582912f); // 1.5·2²³: rounds to an integer
        float n = shifted - 12582912f;
        float r = Fma.fma(n, -0.693359375f, y);
        r = Fma.fma(n, 2.12194440e-4f, r);
        float p = Fma.fma(r, 1.9875691500e-4f, 1.3981999507e-3f);
        p = Fma.fma(p, r, 8.3334519073e-3f);
        p = Fma.fma(p, r, 4.1665795894e-2f);
        p = Fma.fma(p, r, 1.6666665459e-1f);
        p = Fma.fma(p, r, 5.0000001201e-1f);
        p = Fma.fma(p * r, r, r) + 1f;
        float scaled = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
        return Fma.fma(y, 0f, scaled); // adding to the bits of NaN may have made a number of it
    }
}
