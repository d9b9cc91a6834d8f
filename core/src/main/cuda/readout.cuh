// Logits W_2 ReLU(W_1 h_T + b_1) + b_2, softmax cross-entropy, and their backward pass; the products are cuBLAS's.
// Naive counterpart: fwlstm.ejml.Readout.
#pragma once
#include "nonlinearity.cuh"
#include "pack.cuh"

constexpr int SUM_THREADS = 256;

/* readoutHidden, which holds W_1 h_T, becomes ReLU(W_1 h_T + b_1). Grid (ceil(B R / threads), N). */
KERNEL readoutForward(const Pack p) {
    const int trial = blockIdx.y;
    const int n = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= p.batch * p.readout || !p.active[trial]) {
        return;
    }
    float* x = p.readoutHidden + (size_t) trial * p.batch * p.readout + n;
    *x = relu(*x + parameter(p, trial, p.b1At)[n % p.readout]);
}
EXPORT_KERNEL(readoutForward)

__device__ __forceinline__ float warpMax(float x) {
    for (int mask = WARP / 2; mask > 0; mask >>= 1) {
        x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, mask));
    }
    return x;
}

/*
 * Loss and hit of every sample; logits, which hold W_2 ReLU(...), become the gradient of the mean loss. A warp for each
 * sample. Grid (ceil(B / 8), N), 256 threads.
 */
KERNEL crossEntropy(const Pack p) {
    const int trial = blockIdx.y;
    const int b = blockIdx.x * (blockDim.x / WARP) + warpOf();
    if (b >= p.batch || !p.active[trial]) {
        return;
    }
    const size_t sample = (size_t) trial * p.batch + b;
    const int target = p.targets[sample];
    const float* b2 = parameter(p, trial, p.b2At);
    float* logits = p.logits + sample * V;
    const float NONE = -3.0e38f;
    const int v0 = laneOf();
    const int v1 = v0 + WARP; // V is below 2 * WARP
    const float x0 = logits[v0] + b2[v0];
    const float x1 = v1 < V ? logits[v1] + b2[v1] : NONE;
    const float largest = warpMax(fmaxf(x0, x1));
    const float e0 = expOf(x0 - largest);
    const float e1 = v1 < V ? expOf(x1 - largest) : 0.0f;
    const float sum = warpSum(e0 + e1);
    const float p0 = e0 / sum;
    const float p1 = e1 / sum;
    const unsigned best0 = __ballot_sync(0xffffffffu, x0 == largest);
    const unsigned best1 = __ballot_sync(0xffffffffu, v1 < V && x1 == largest);
    const int best = best0 ? __ffs(best0) - 1 : __ffs(best1) - 1 + WARP; // the first of equals
    const float ofTarget = warpSum(v0 == target ? p0 : v1 == target ? p1 : 0.0f);
    if (laneOf() == 0) {
        p.sampleLoss[sample] = -logf(ofTarget);
        p.sampleHit[sample] = best == target;
    }
    const float share = 1.0f / (float) p.batch;
    logits[v0] = (p0 - (v0 == target ? 1.0f : 0.0f)) * share;
    if (v1 < V) {
        logits[v1] = (p1 - (v1 == target ? 1.0f : 0.0f)) * share;
    }
}
EXPORT_KERNEL(crossEntropy)

/*
 * Adds up the samples' losses and hits, in a fixed order. In training the mean loss of the batch is added; a trial whose
 * loss is no longer a number is done. In an evaluation of splitSize sequences the sums are added, of the sequences that
 * belong to the split. Grid (1, N), SUM_THREADS.
 */
KERNEL sumLoss(const Pack p, int evaluation, int splitSize) {
    __shared__ double losses[SUM_THREADS];
    __shared__ int hits[SUM_THREADS];
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const int count = evaluation ? min(p.batch, splitSize - p.cursor[1]) : p.batch;
    double loss = 0.0;
    int hit = 0;
    for (int b = threadIdx.x; b < count; b += SUM_THREADS) {
        loss += p.sampleLoss[(size_t) trial * p.batch + b];
        hit += p.sampleHit[(size_t) trial * p.batch + b];
    }
    losses[threadIdx.x] = loss;
    hits[threadIdx.x] = hit;
    for (int half = SUM_THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if ((int) threadIdx.x < half) {
            losses[threadIdx.x] += losses[threadIdx.x + half];
            hits[threadIdx.x] += hits[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        if (evaluation) {
            p.loss[trial] += losses[0];
            p.hits[trial] += hits[0];
        } else {
            const double mean = losses[0] / p.batch;
            p.loss[trial] += mean;
            if (!(mean - mean == 0.0)) { // infinite or not a number
                p.active[trial] = 0;
            }
        }
    }
}
EXPORT_KERNEL(sumLoss)

/* Through the ReLU: dReadoutHidden, which holds W_2^T dlogits, is zero where ReLU was. Grid as readoutForward. */
KERNEL readoutBackward(const Pack p) {
    const int trial = blockIdx.y;
    const int n = blockIdx.x * blockDim.x + threadIdx.x;
    if (n >= p.batch * p.readout || !p.active[trial]) {
        return;
    }
    const size_t i = (size_t) trial * p.batch * p.readout + n;
    if (!(p.readoutHidden[i] > 0.0f)) {
        p.dReadoutHidden[i] = 0.0f;
    }
}
EXPORT_KERNEL(readoutBackward)

/* db_1 and db_2: sums over the samples. Grid (ceil((R + V) / threads), N). */
KERNEL readoutBiasGradients(const Pack p) {
    const int trial = blockIdx.y;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= p.readout + V || !p.active[trial]) {
        return;
    }
    const bool first = i < p.readout;
    const int width = first ? p.readout : V;
    const int column = first ? i : i - p.readout;
    const float* x = (first ? p.dReadoutHidden : p.logits) + (size_t) trial * p.batch * width + column;
    float sum = 0.0f;
    for (int b = 0; b < p.batch; b++) {
        sum += x[(size_t) b * width];
    }
    gradient(p, trial, first ? p.b1At : p.b2At)[column] = sum;
}
EXPORT_KERNEL(readoutBiasGradients)
