// The input table P = embedding W_x^T + b [V x G], made once per batch: tokens are discrete, so a step's projection is a row
// of it, and its backward pass a sum over the places where the token occurs. For ln-lstm it is LN(embedding W_x^T) + b.
// Naive counterpart: fwlstm.ejml.InputTable.
#pragma once
#include "norm.cuh"

constexpr int TABLE_THREADS = 256;
constexpr int PLACES = 4096; // that a block looks at in one round

/* Completes the table, which holds embedding W_x^T. Grid (V, N), one warp. */
KERNEL finishTable(const Pack p) {
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const int H = p.hidden;
    const int G = rows(p);
    const size_t row = (size_t) trial * V + blockIdx.x;
    float* x = p.table + row * G;
    const float* gain = gainOf(p, trial, p.inputGainAt);
    const float* bias = gainOf(p, trial, p.inputBiasAt);
    const float* b = parameter(p, trial, p.bAt);
    if (gain) {
        normaliseGates(p, x, p.tableRstd + row * p.normGroups);
    }
    for (int k = 0; k < p.gates; k++) {
        FOR_OWN_UNITS(j, H) {
            const int i = k * H + j;
            if (gain) {
                p.tableNormalised[row * G + i] = x[i];
            }
            x[i] = affine(gain, bias, x[i], i) + b[i];
        }
    }
}
EXPORT_KERNEL(finishTable)

/*
 * dTable[v] = the sum of dx over all places of token v, in the order of steps and samples. Grid (V, N), TABLE_THREADS.
 */
KERNEL gatherTable(const Pack p) {
    __shared__ int places[PLACES];
    __shared__ int count;
    const int trial = blockIdx.y;
    const int token = blockIdx.x;
    if (!p.active[trial]) {
        return;
    }
    const int G = rows(p);
    const int all = p.steps * p.batch;
    const int* tokens = p.tokens + (size_t) trial * all;
    const float* dx = p.dx + (size_t) trial * all * G;
    float* d = p.dTable + ((size_t) trial * V + token) * G;
    for (int first = 0; first < all; first += PLACES) {
        __syncthreads(); // until the places of the round before are no longer needed
        if (threadIdx.x < WARP) { // one warp, so that the order is kept
            const int end = min(all, first + PLACES);
            int found = 0;
            for (int next = first; next < end; next += WARP) {
                const int place = next + threadIdx.x;
                const bool here = place < end && tokens[place] == token;
                const unsigned mask = __ballot_sync(0xffffffffu, here);
                if (here) {
                    places[found + __popc(mask & ((1u << threadIdx.x) - 1u))] = place;
                }
                found += __popc(mask);
            }
            if (threadIdx.x == 0) {
                count = found;
            }
        }
        __syncthreads();
        for (int i = threadIdx.x; i < G; i += blockDim.x) {
            float sum = first == 0 ? 0.0f : d[i];
#pragma unroll 8
            for (int n = 0; n < count; n++) {
                sum += dx[(size_t) places[n] * G + i];
            }
            d[i] = sum;
        }
    }
}
EXPORT_KERNEL(gatherTable)

/* db, and for ln-lstm the gradients of its gain and bias. Before normaliseTableBackward. Grid (ceil(G / threads), N). */
KERNEL tableGradients(const Pack p) {
    const int trial = blockIdx.y;
    const int G = rows(p);
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= G || !p.active[trial]) {
        return;
    }
    float sum = 0.0f;
    float sumWithN = 0.0f;
    for (int v = 0; v < V; v++) {
        const size_t n = ((size_t) trial * V + v) * G + i;
        sum += p.dTable[n];
        if (p.inputGainAt >= 0) {
            sumWithN = fmaf(p.dTable[n], p.tableNormalised[n], sumWithN);
        }
    }
    gradient(p, trial, p.bAt)[i] = sum;
    if (p.inputGainAt >= 0) {
        gradient(p, trial, p.inputGainAt)[i] = sumWithN;
        gradient(p, trial, p.inputBiasAt)[i] = sum;
    }
}
EXPORT_KERNEL(tableGradients)

/* ln-lstm: from the gradient of the normalised table to that of the table, in place. Grid (V, N), one warp. */
KERNEL normaliseTableBackward(const Pack p) {
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const size_t row = (size_t) trial * V + blockIdx.x;
    float* d = p.dTable + row * rows(p);
    normaliseGatesBackward(
            p, d, p.tableNormalised + row * rows(p), parameter(p, trial, p.inputGainAt), p.tableRstd + row * p.normGroups,
            d);
}
EXPORT_KERNEL(normaliseTableBackward)
