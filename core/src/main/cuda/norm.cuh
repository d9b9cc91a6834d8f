// Layer normalisation, LN(x) = gain * (x - mean) / sqrt(var + epsilon) + bias, by one warp for one sample.
// Ba, Kiros, Hinton 2016; biased variance.
//
// Gate k of hidden unit j is element k*H + j of a row; lane l of the warp owns units l, l + 32, ... of every gate and touches
// no others, so that no step has to wait for another lane but in the sums.
#pragma once
#include "pack.cuh"

constexpr float NORM_EPSILON = 1e-5f;

/* The units of a lane. */
#define FOR_OWN_UNITS(j, hidden) for (int j = laneOf(); j < (hidden); j += WARP)

/* (x - mean) / sqrt(var + epsilon) over `gates` gates, in place; returns 1 / sqrt(var + epsilon). */
__device__ __forceinline__ float normalise(float* x, int gates, int hidden) {
    const float share = __fdividef(1.0f, (float) (gates * hidden));
    float sum = 0.0f;
    for (int k = 0; k < gates; k++) {
        FOR_OWN_UNITS(j, hidden) sum += x[k * hidden + j];
    }
    const float mean = warpSum(sum) * share;
    float squares = 0.0f;
    for (int k = 0; k < gates; k++) {
        FOR_OWN_UNITS(j, hidden) {
            const float centred = x[k * hidden + j] - mean;
            squares = fmaf(centred, centred, squares);
        }
    }
    const float rstd = rsqrtf(fmaf(warpSum(squares), share, NORM_EPSILON));
    for (int k = 0; k < gates; k++) {
        FOR_OWN_UNITS(j, hidden) x[k * hidden + j] = (x[k * hidden + j] - mean) * rstd;
    }
    return rstd;
}

/*
 * With n = (x - mean) * rstd and dn = gain * dy: dx = rstd * (dn - mean(dn) - n * mean(dn * n)). dx may be dy.
 */
__device__ __forceinline__ void normaliseBackward(
        const float* dy, const float* n, const float* gain, float rstd, int gates, int hidden, float* dx) {
    const float share = __fdividef(1.0f, (float) (gates * hidden));
    float sum = 0.0f;
    float sumWithN = 0.0f;
    for (int k = 0; k < gates; k++) {
        FOR_OWN_UNITS(j, hidden) {
            const int i = k * hidden + j;
            const float dn = gain[i] * dy[i];
            sum += dn;
            sumWithN = fmaf(dn, n[i], sumWithN);
        }
    }
    const float mean = warpSum(sum) * share;
    const float meanWithN = warpSum(sumWithN) * share;
    for (int k = 0; k < gates; k++) {
        FOR_OWN_UNITS(j, hidden) {
            const int i = k * hidden + j;
            dx[i] = rstd * (gain[i] * dy[i] - mean - n[i] * meanWithN);
        }
    }
}

/* The gates' pre-activations x, normalised in Q groups, in place. */
__device__ __forceinline__ void normaliseGates(const Pack& p, float* x, float* rstd) {
    for (int group = 0; group < p.normGroups; group++) {
        const int gates = p.gates / p.normGroups;
        const float scale = normalise(x + group * gates * p.hidden, gates, p.hidden);
        if (laneOf() == 0) {
            rstd[group] = scale;
        }
    }
}

/* Its backward pass; a copy where there is no norm. dx may be dy. */
__device__ __forceinline__ void normaliseGatesBackward(
        const Pack& p, const float* dy, const float* n, const float* gain, const float* rstd, float* dx) {
    if (p.normGroups == 0) {
        for (int k = 0; k < p.gates; k++) {
            FOR_OWN_UNITS(j, p.hidden) dx[k * p.hidden + j] = dy[k * p.hidden + j];
        }
    }
    for (int group = 0; group < p.normGroups; group++) {
        const int gates = p.gates / p.normGroups;
        const int first = group * gates * p.hidden;
        normaliseBackward(dy + first, n + first, gain + first, rstd[group], gates, p.hidden, dx + first);
    }
}

/* gain * n + bias; n where there is no norm (gain is null). */
__device__ __forceinline__ float affine(const float* gain, const float* bias, float n, int i) {
    return gain ? fmaf(gain[i], n, bias[i]) : n;
}

/* A norm's gain, or null if there is no such norm. */
__device__ __forceinline__ const float* gainOf(const Pack& p, int trial, int offset) {
    return offset < 0 ? nullptr : parameter(p, trial, offset);
}
