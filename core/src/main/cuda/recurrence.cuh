// The recurrence through time for a tile of samples, a warp for each. Two ways share all of it but the recurrent product:
// stepForward and stepBackward do one step between cuBLAS products; persistentForward and persistentBackward do all steps in
// one launch, with the recurrent weights in shared memory. Samples do not depend on each other, so no block waits for another.
//
// All: grid (ceil(B / TILE), N), TILE * 32 threads.
#pragma once
#include "cells.cuh"

constexpr int TILE = 8;             // samples of a block
constexpr int LANES = TILE + 4;     // a row of samples in shared memory, padded: 16-byte aligned, fewer bank conflicts
constexpr int THREADS = TILE * WARP;

/* Shared memory of a block: scratch of the warps. The persistent kernels have their own in front of it. */
struct Scratch {
    float* rows;     // [TILE x count x H]
    float* scores;   // [TILE x T]
    float* upstream; // [TILE x T]
    int width;

    __device__ Scratch(const Pack& p, float* memory, int count)
        : rows(memory), scores(memory + TILE * count * p.hidden), upstream(scores + TILE * p.steps),
          width(count * p.hidden) {}

    __device__ float* row(int s) const {
        return rows + s * width;
    }
};

/*
 * Adds a tile's part to the gradients of a norm's gain and bias, a thread for each of `size` elements: of gain sum dy * n,
 * of bias sum dy.
 *
 * first: whether there is nothing yet to be added to; from: where the norm's elements are among [G + H]
 */
__device__ __forceinline__ void addNormGradients(
        const Pack& p, int trial, int from, int size, const float* dy, int dyWidth, const float* n, int nWidth, bool first) {
    const int samples = min(TILE, p.batch - (int) blockIdx.x * TILE);
    const int both = rows(p) + p.hidden;
    float* gain = p.partial + ((size_t) trial * gridDim.x + blockIdx.x) * 2 * both + from;
    float* bias = gain + both;
    for (int i = threadIdx.x; i < size; i += blockDim.x) {
        float sumGain = first ? 0.0f : gain[i];
        float sumBias = first ? 0.0f : bias[i];
        for (int s = 0; s < samples; s++) {
            const float d = dy[s * dyWidth + i];
            sumGain = fmaf(d, n[(size_t) s * nWidth + i], sumGain);
            sumBias += d;
        }
        gain[i] = sumGain;
        bias[i] = sumBias;
    }
}

/*
 * Backward of one step of fw-rnn, all inner steps: z [G = H] gets its gradient.
 */
__device__ __forceinline__ void fwRnnTileBackward(
        const Pack& p, const Place& s, bool inside, const float* dh, const Scratch& scratch) {
    const int H = p.hidden;
    const int warp = warpOf();
    const bool last = s.t == p.steps - 1;
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    const float* bias = gainOf(p, s.trial, p.gateBiasAt);
    float* dz = scratch.row(warp);
    float* dy = dz + H;
    float* q = dz + 2 * H;  // h^(s), the query
    float* dq = dz + 3 * H; // its gradient
    const Memory memory = s.memory();
    const size_t tile = at(p, s.trial, s.t, blockIdx.x * TILE); // the first sample
    for (int step = p.innerSteps - 1; step >= 0; step--) {
        const bool first = last && step == p.innerSteps - 1;
        const size_t inner = s.now * p.innerSteps + step;
        if (inside) {
            const float* dNext = step == p.innerSteps - 1 ? dh : dq;
            FOR_OWN_UNITS(j, H) dy[j] = affine(gain, bias, p.a[inner * H + j], j) > 0.0f ? dNext[j] : 0.0f;
        }
        if (gain) {
            __syncthreads();
            addNormGradients(
                    p, s.trial, 0, H, scratch.rows + H, scratch.width, p.a + (tile * p.innerSteps + step) * H,
                    p.innerSteps * H, first);
            __syncthreads();
        }
        if (inside) {
            if (gain) {
                normaliseBackward(dy, p.a + inner * H, gain, p.cellRstd[inner], 1, H, dy);
            }
            const float* before = p.a + (inner - 1) * H; // of the inner step before, if there is one
            FOR_OWN_UNITS(j, H) {
                dz[j] = (step == p.innerSteps - 1 ? 0.0f : dz[j]) + dy[j];
                q[j] = step == 0 ? p.r[s.now * H + j] : relu(affine(gain, bias, before[j], j));
            }
            memory.readBackward(
                    q, dy, first, scratch.scores + warp * p.steps, scratch.upstream + warp * p.steps, dq);
        }
    }
    if (inside) {
        memory.writeBackward(dq);
        FOR_OWN_UNITS(j, H) {
            dz[j] += p.r[s.now * H + j] > 0.0f ? dq[j] : 0.0f;
            p.z[s.now * H + j] = dz[j];
        }
    }
}

/*
 * Backward of one step of the other cells: the first part, the gradients of the norms, then the norm of the gates. Leaves
 * the gradient of z in p.z and in the first G of each warp's scratch.
 */
template <Cell CELL>
__device__ __forceinline__ void tileBackward(
        const Pack& p, const Place& s, bool inside, const float* dh, const Scratch& scratch) {
    const int H = p.hidden;
    const int G = rows(p);
    const int warp = warpOf();
    const bool last = s.t == p.steps - 1;
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    float* dy = scratch.row(warp);
    float* dcell = dy + 4 * H;
    if (inside) {
        float* scores = scratch.scores + warp * p.steps;
        float* upstream = scratch.upstream + warp * p.steps;
        if (CELL == FW_LSTM) {
            fwLstmBackward(s, dh, dy, dcell, scores, upstream);
        } else if (CELL == LSTM) {
            lstmBackward(s, dh, dy, dcell);
        } else {
            irnnBackward(s, dh, dy);
        }
    }
    if (gain || p.cellGainAt >= 0) {
        const size_t tile = at(p, s.trial, s.t, blockIdx.x * TILE); // the first sample
        __syncthreads();
        if (gain) {
            addNormGradients(p, s.trial, 0, G, scratch.rows, scratch.width, p.z + tile * G, G, last);
        }
        if (p.cellGainAt >= 0) {
            addNormGradients(p, s.trial, G, H, scratch.rows + 4 * H, scratch.width, p.a + tile * H, H, last);
        }
        __syncthreads();
    }
    if (inside) {
        float* z = p.z + s.now * G;
        normaliseGatesBackward(p, dy, z, gain, p.gateRstd + s.now * p.normGroups, dy);
        for (int k = 0; k < p.gates; k++) {
            FOR_OWN_UNITS(j, H) z[k * H + j] = dy[k * H + j];
        }
    }
}

template <Cell CELL>
__device__ __forceinline__ void cellBackward(
        const Pack& p, const Place& s, bool inside, const float* dh, const Scratch& scratch) {
    if (CELL == FW_RNN) {
        fwRnnTileBackward(p, s, inside, dh, scratch);
    } else {
        tileBackward<CELL>(p, s, inside, dh, scratch);
    }
}

// --- step by step, between products ---

/* z_t holds W_h h_{t-1}. Shared memory: Scratch of FORWARD_ROWS. */
template <Cell CELL>
__device__ __forceinline__ void stepForward(const Pack p, int t) {
    DYN_SHARED(float, memory);
    const int trial = blockIdx.y;
    const int b = blockIdx.x * TILE + warpOf();
    if (!p.active[trial] || b >= p.batch) {
        return; // a warp works alone here
    }
    const Scratch scratch(p, memory, FORWARD_ROWS);
    const Place s(p, trial, t, b);
    float* x = scratch.row(warpOf());
    const float* product = p.z + s.now * rows(p);
    for (int k = 0; k < p.gates; k++) {
        FOR_OWN_UNITS(j, p.hidden) x[k * p.hidden + j] = product[k * p.hidden + j];
    }
    cellForward<CELL>(s, x, scratch.scores + warpOf() * p.steps);
}

/* From dh_t to the gradient of z_t. Shared memory: Scratch of BACKWARD_ROWS. */
template <Cell CELL>
__device__ __forceinline__ void stepBackward(const Pack p, int t) {
    DYN_SHARED(float, memory);
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const int b = blockIdx.x * TILE + warpOf();
    const bool inside = b < p.batch;
    const Scratch scratch(p, memory, BACKWARD_ROWS);
    const Place s(p, trial, t, inside ? b : 0);
    cellBackward<CELL>(p, s, inside, p.dh + s.carried(), scratch);
}

// --- all steps in one launch ---

/*
 * out[s][o] = sum over i < inner of m[i][o] * in[i][s] for the samples of the tile, by the whole block. Where there are
 * more threads than outputs, several share a sum, in a fixed order.
 *
 * m: [inner x outer]; in: [inner x LANES]; out: rows of `width`; parts: scratch [THREADS x TILE]
 */
__device__ __forceinline__ void tileProduct(
        const float* m, const float* in, int inner, int outer, float* out, int width, float* parts) {
    const int share = max(1, min(THREADS / outer, inner));
    for (int thread = threadIdx.x; thread < share * outer; thread += THREADS) {
        const int o = thread % outer;
        const int part = thread / outer;
        const int end = (part + 1) * inner / share;
        float sum[TILE];
#pragma unroll
        for (int s = 0; s < TILE; s++) {
            sum[s] = 0.0f;
        }
        for (int i = part * inner / share; i < end; i++) {
            const float w = m[i * outer + o];
            const float4* x = reinterpret_cast<const float4*>(in + i * LANES);
#pragma unroll
            for (int s = 0; s < TILE; s += 4) {
                const float4 four = x[s / 4];
                sum[s] = fmaf(w, four.x, sum[s]);
                sum[s + 1] = fmaf(w, four.y, sum[s + 1]);
                sum[s + 2] = fmaf(w, four.z, sum[s + 2]);
                sum[s + 3] = fmaf(w, four.w, sum[s + 3]);
            }
        }
#pragma unroll
        for (int s = 0; s < TILE; s++) {
            if (share == 1) {
                out[s * width + o] = sum[s];
            } else {
                parts[(part * TILE + s) * outer + o] = sum[s];
            }
        }
    }
    if (share > 1) {
        __syncthreads();
        for (int n = threadIdx.x; n < TILE * outer; n += THREADS) {
            const int s = n / outer;
            const int o = n % outer;
            float sum = 0.0f;
            for (int part = 0; part < share; part++) {
                sum += parts[(part * TILE + s) * outer + o];
            }
            out[s * width + o] = sum;
        }
    }
}

/*
 * All steps forward. Shared memory: h [H x LANES], parts [THREADS x TILE], W_h transposed [H x G], Scratch of
 * FORWARD_ROWS.
 */
template <Cell CELL>
__device__ __forceinline__ void persistentForward(const Pack p) {
    DYN_SHARED(float, memory);
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const int H = p.hidden;
    const int G = rows(p);
    float* h = memory;
    float* parts = h + H * LANES;
    float* whT = parts + THREADS * TILE;
    const Scratch scratch(p, whT + H * G, FORWARD_ROWS);
    const float* wh = parameter(p, trial, p.whAt);
    for (int n = threadIdx.x; n < G * H; n += THREADS) {
        whT[n % H * G + n / H] = wh[n];
    }
    for (int n = threadIdx.x; n < H * LANES; n += THREADS) {
        h[n] = 0.0f;
    }
    __syncthreads();
    const int warp = warpOf();
    const int b = blockIdx.x * TILE + warp;
    for (int t = 0; t < p.steps; t++) {
        tileProduct(whT, h, H, G, scratch.rows, scratch.width, parts);
        __syncthreads();
        if (b < p.batch) {
            const Place s(p, trial, t, b);
            cellForward<CELL>(s, scratch.row(warp), scratch.scores + warp * p.steps);
            FOR_OWN_UNITS(j, H) h[j * LANES + warp] = p.h[s.after * H + j];
        }
        __syncthreads();
    }
}

/*
 * All steps backward, from dh_T in p.dh. Shared memory: dz [G x LANES], parts [THREADS x TILE], W_h [G x H], dh [TILE x H],
 * Scratch of BACKWARD_ROWS.
 */
template <Cell CELL>
__device__ __forceinline__ void persistentBackward(const Pack p) {
    DYN_SHARED(float, memory);
    const int trial = blockIdx.y;
    if (!p.active[trial]) {
        return;
    }
    const int H = p.hidden;
    const int G = rows(p);
    float* dz = memory;
    float* parts = dz + G * LANES;
    float* wh = parts + THREADS * TILE;
    float* dh = wh + G * H;
    const Scratch scratch(p, dh + TILE * H, BACKWARD_ROWS);
    const float* weights = parameter(p, trial, p.whAt);
    for (int n = threadIdx.x; n < G * H; n += THREADS) {
        wh[n] = weights[n];
    }
    const int warp = warpOf();
    const int b = blockIdx.x * TILE + warp;
    const bool inside = b < p.batch;
    FOR_OWN_UNITS(j, H) dh[warp * H + j] = inside ? p.dh[((size_t) trial * p.batch + b) * H + j] : 0.0f;
    for (int n = threadIdx.x; n < G * LANES; n += THREADS) {
        dz[n] = 0.0f;
    }
    __syncthreads();
    for (int t = p.steps - 1; t >= 0; t--) {
        const Place s(p, trial, t, inside ? b : 0);
        cellBackward<CELL>(p, s, inside, dh + warp * H, scratch);
        if (inside) {
            for (int k = 0; k < p.gates; k++) {
                FOR_OWN_UNITS(j, H) dz[(k * H + j) * LANES + warp] = scratch.row(warp)[k * H + j];
            }
        }
        __syncthreads();
        if (t > 0) {
            tileProduct(wh, dz, G, H, dh, H, parts);
            __syncthreads();
        }
    }
}

/* The four kernels of a cell. */
#define RECURRENCE(CELL, Name)                                                                                      \
    KERNEL __launch_bounds__(THREADS) stepForward##Name(const Pack p, int t) { stepForward<CELL>(p, t); }          \
    EXPORT_KERNEL(stepForward##Name)                                                                               \
    KERNEL __launch_bounds__(THREADS) stepBackward##Name(const Pack p, int t) { stepBackward<CELL>(p, t); }        \
    EXPORT_KERNEL(stepBackward##Name)                                                                              \
    KERNEL __launch_bounds__(THREADS, 4) persistentForward##Name(const Pack p) { persistentForward<CELL>(p); }     \
    EXPORT_KERNEL(persistentForward##Name)                                                                         \
    KERNEL __launch_bounds__(THREADS, 3) persistentBackward##Name(const Pack p) { persistentBackward<CELL>(p); }   \
    EXPORT_KERNEL(persistentBackward##Name)

RECURRENCE(FW_LSTM, FwLstm)
RECURRENCE(FW_RNN, FwRnn)
RECURRENCE(LSTM, Lstm)
RECURRENCE(IRNN, Irnn)

/* Sums the tiles' parts of the gradients of the norms. Grid (ceil((G + H) / threads), N). */
KERNEL normGradients(const Pack p, int tiles) {
    const int trial = blockIdx.y;
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    const int G = rows(p);
    const int both = G + p.hidden;
    const bool ofGates = i < G;
    const int gainAt = ofGates ? p.gateGainAt : p.cellGainAt;
    if (!p.active[trial] || i >= both || gainAt < 0) {
        return;
    }
    const int biasAt = ofGates ? p.gateBiasAt : p.cellBiasAt;
    const float* partial = p.partial + (size_t) trial * tiles * 2 * both;
    float gain = 0.0f;
    float bias = 0.0f;
    for (int tile = 0; tile < tiles; tile++) {
        gain += partial[(size_t) tile * 2 * both + i];
        bias += partial[((size_t) tile * 2 + 1) * both + i];
    }
    const int element = ofGates ? i : i - G;
    gradient(p, trial, gainAt)[element] = gain;
    gradient(p, trial, biasAt)[element] = bias;
}
EXPORT_KERNEL(normGradients)
