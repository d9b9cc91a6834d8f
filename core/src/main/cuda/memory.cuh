// The fast weights of a sample, A_t = a_t A_{t-1} + eta r_t r_t^T with A_{-1} = 0, where a_t is lambda (Hebb) or
// 1 - eta r_t.r_t (Oja), read without forming A (Ba et al. 2016, section 2):
//
//   A_t q = sum over tau <= t of w_tau (r_tau . q) r_tau,   w_tau = eta a_{tau+1} ... a_t
//
// by one warp for one sample. Naive counterpart: fwlstm.ejml.FastWeightMemory.
#pragma once
#include "norm.cuh"

/* What a warp needs of one sample's memory. */
struct Memory {
    const Pack& p;
    int trial;
    int t;
    size_t first;    // (trial, 0, b)
    const float* r;  // r_0
    float* dr;       // dr_0
    int stride;      // from the pattern of a step to that of the next

    __device__ Memory(const Pack& pack, int trialNumber, int step, int b)
        : p(pack), trial(trialNumber), t(step), first(at(pack, trialNumber, 0, b)), r(pack.r + first * pack.hidden),
          dr(pack.dr + first * pack.hidden), stride(pack.batch * pack.hidden) {}

    __device__ size_t sample(int tau) const {
        return first + tau * p.batch;
    }

    __device__ const float* pattern(int tau) const {
        return r + (size_t) tau * stride;
    }

    __device__ float* dPattern(int tau) const {
        return dr + (size_t) tau * stride;
    }

    /* a_tau */
    __device__ float decay(int tau) const {
        return p.oja ? p.decay[sample(tau)] : p.lambda[trial];
    }

    __device__ float dot(const float* x, const float* y) const {
        float sum = 0.0f;
        FOR_OWN_UNITS(j, p.hidden) sum = fmaf(x[j], y[j], sum);
        return warpSum(sum);
    }

    /* Takes up the pattern r_t, which lies in p.r already. */
    __device__ void write() const {
        if (p.oja) {
            const float square = dot(pattern(t), pattern(t));
            if (laneOf() == 0) {
                p.decay[sample(t)] = 1.0f - p.eta[trial] * square;
            }
            __syncwarp();
        }
    }

    /*
     * Goes on from the weight of the step `last` to those of the seven before; a lane gets its own, and 0 before the first
     * step.
     */
    __device__ __forceinline__ float weights(int last, float& product) const {
        float own = 0.0f;
#pragma unroll
        for (int k = 0; k < SUMS; k++) {
            own = k == laneOf() % SUMS && last >= k ? product : own;
            product *= last >= k ? decay(last - k) : 1.0f;
        }
        return own;
    }

    /* r_tau . q for tau = last - l % 8, of lane l. */
    __device__ __forceinline__ float dots(int last, const float* q) const {
        float sums[SUMS] = {};
        FOR_OWN_UNITS(j, p.hidden) {
            const float x = q[j];
#pragma unroll
            for (int k = 0; k < SUMS; k++) {
                sums[k] = last >= k ? fmaf(pattern(last - k)[j], x, sums[k]) : 0.0f;
            }
        }
        return warpSums(sums);
    }

    /* scores[tau] = w_tau (r_tau . q) for tau <= t. */
    __device__ void attend(const float* q, float* scores) const {
        float product = p.eta[trial];
        for (int last = t; last >= 0; last -= SUMS) {
            const float similarity = dots(last, q);
            const float weight = weights(last, product);
            if (laneOf() < SUMS && laneOf() <= last) {
                scores[last - laneOf()] = weight * similarity;
            }
        }
        __syncwarp();
    }

    /* Unit j of sum over tau of scores[tau] r_tau. */
    __device__ float read(const float* scores, int j) const {
        float sum = 0.0f;
        for (int tau = t; tau >= 0; tau--) {
            sum = fmaf(scores[tau], pattern(tau)[j], sum);
        }
        return sum;
    }

    /*
     * Backward of m = A_t q: keeps what belongs to patterns and decays, and gives the gradient of the query, A_t dm.
     *
     * first: whether nothing was kept before, in this pass over the steps
     * scores, upstream: scratch [T]; q, dm, dq: [H], dq may be neither
     */
    __device__ void readBackward(
            const float* q, const float* dm, bool first, float* scores, float* upstream, float* dq) const {
        __syncwarp(); // others may still read the scratch
        float product = p.eta[trial];
        for (int last = t; last >= 0; last -= SUMS) {
            const float similarity = dots(last, q);
            const float up = dots(last, dm);
            const float weight = weights(last, product);
            if (laneOf() < SUMS && laneOf() <= last) {
                const int tau = last - laneOf();
                scores[tau] = weight * similarity;
                upstream[tau] = weight * up;
                if (p.oja) {
                    p.dWeight[sample(tau)] = (first ? 0.0f : p.dWeight[sample(tau)]) + similarity * up;
                }
            }
        }
        __syncwarp();
        FOR_OWN_UNITS(j, p.hidden) {
            float sum = 0.0f;
            for (int tau = t; tau >= 0; tau--) {
                const float kept = first ? 0.0f : dPattern(tau)[j];
                dPattern(tau)[j] = fmaf(scores[tau], dm[j], fmaf(upstream[tau], q[j], kept));
                sum = fmaf(upstream[tau], pattern(tau)[j], sum);
            }
            dq[j] = sum;
        }
    }

    /* Backward of the write, after all reads of this step: adds to dPattern, in which is what r_t got as a query. */
    __device__ void writeBackward(float* dq) const {
        const float ofDecay = p.oja ? decayBackward() : 0.0f;
        FOR_OWN_UNITS(j, p.hidden) dq[j] += dPattern(t)[j] + ofDecay * pattern(t)[j];
    }

    /*
     * -2 eta da_t with da_t = sum over tau < t of dL/dw_tau w_tau / a_t; then looks at the weights from step t - 1.
     */
    __device__ float decayBackward() const {
        __syncwarp();
        const float eta = p.eta[trial];
        float product = eta;
        float sum = 0.0f;
        for (int tau = t - 1; tau >= 0; tau--) {
            sum = fmaf(product, p.dWeight[sample(tau)], sum);
            product *= decay(tau);
        }
        __syncwarp();
        for (int tau = laneOf(); tau < t; tau += WARP) {
            p.dWeight[sample(tau)] *= decay(t);
        }
        __syncwarp();
        return -2.0f * eta * sum;
    }
};
