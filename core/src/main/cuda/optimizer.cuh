// Clipping and the optimisers, every trial with its own rates. Naive counterpart: fwlstm.model.Optimizer.
#pragma once
#include "pack.cuh"
#include "readout.cuh"

/* The factor that makes the joint L2 norm of a trial's gradients at most its clipNorm. Grid (1, N), SUM_THREADS. */
KERNEL clipGradients(const Pack p) {
    __shared__ double squares[SUM_THREADS];
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const float* g = gradient(p, trial, 0);
    double sum = 0.0;
    for (int i = threadIdx.x; i < p.parameterCount; i += SUM_THREADS) {
        sum += (double) g[i] * g[i];
    }
    squares[threadIdx.x] = sum;
    for (int half = SUM_THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if ((int) threadIdx.x < half) {
            squares[threadIdx.x] += squares[threadIdx.x + half];
        }
    }
    if (threadIdx.x == 0) {
        const double norm = sqrt(squares[0]);
        p.gradientScale[trial] = norm > p.clipNorm[trial] ? (float) (p.clipNorm[trial] / norm) : 1.0f;
    }
}
EXPORT_KERNEL(clipGradients)

/*
 * Adam (Kingma, Ba 2015) or plain descent. The row of rates at the cursor holds for each trial the step, which is the
 * learning rate over 1 - beta_1^t (in descent the learning rate), and 1 / sqrt(1 - beta_2^t). Grid (ceil(P / threads), N).
 */
KERNEL optimise(const Pack p) {
    const int trial = blockIdx.y;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= p.parameterCount || !p.active[trial]) {
        return;
    }
    const size_t n = (size_t) trial * p.parameterCount + i;
    const float* rates = p.rates + 2 * ((size_t) p.cursor[0] * p.width + trial);
    const float g = p.gradients[n] * p.gradientScale[trial];
    if (p.sgd) {
        p.parameters[n] -= rates[0] * g;
        return;
    }
    const float m = 0.9f * p.firstMoment[n] + 0.1f * g;
    const float v = 0.999f * p.secondMoment[n] + 0.001f * g * g;
    p.firstMoment[n] = m;
    p.secondMoment[n] = v;
    p.parameters[n] -= rates[0] * m / (sqrtf(v) * rates[1] + 1e-8f);
}
EXPORT_KERNEL(optimise)
