// The formulas of fwlstm.math.Nonlinearity, operation by operation; only divisions are the fast ones, good to 2 ulp.
#pragma once
#include "platform.cuh"

/* max(x, 0); NaN stays NaN, so that a diverged run is seen. */
__device__ __forceinline__ float relu(float x) {
    return x < 0.0f ? 0.0f : x;
}

/* A 13/6 rational minimax approximation; relative error below 1e-6. */
__device__ __forceinline__ float tanhOf(float x) {
    const float limit = 7.90531110763549805f;
    const float t = x > limit ? limit : x < -limit ? -limit : x;
    const float q = t * t;
    float p = fmaf(q, -2.76076847742355e-16f, 2.00018790482477e-13f);
    p = fmaf(p, q, -8.60467152213735e-11f);
    p = fmaf(p, q, 5.12229709037114e-08f);
    p = fmaf(p, q, 1.48572235717979e-05f);
    p = fmaf(p, q, 6.37261928875436e-04f);
    p = fmaf(p, q, 4.89352455891786e-03f);
    float d = fmaf(q, 1.19825839466702e-06f, 1.18534705686654e-04f);
    d = fmaf(d, q, 2.26843463243900e-03f);
    d = fmaf(d, q, 4.89352518554385e-03f);
    return fmaf(x, 0.0f, __fdividef(t * p, d));
}

__device__ __forceinline__ float sigmoid(float x) {
    return fmaf(0.5f, tanhOf(0.5f * x), 0.5f);
}

/* e^x for x <= 0; results below e^-87 are clamped to it. NaN for NaN. */
__device__ __forceinline__ float expOf(float x) {
    const float y = x < -87.0f ? -87.0f : x;
    const float shifted = fmaf(y, 1.44269504088896341f, 12582912.0f); // 1.5 * 2^23: rounds to an integer
    const float n = shifted - 12582912.0f;
    float r = fmaf(n, -0.693359375f, y);
    r = fmaf(n, 2.12194440e-4f, r);
    float p = fmaf(r, 1.9875691500e-4f, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    p = fmaf(p * r, r, r) + 1.0f;
    const float scaled = __int_as_float(__float_as_int(p) + (int) ((unsigned) __float_as_int(shifted) << 23));
    return fmaf(y, 0.0f, scaled); // adding to the bits of NaN, which are 0x7fffffff here, makes a number of it
}
