// One step of a cell for one sample, by one warp: what follows the recurrent product forward, and what comes before it
// backward. Naive counterparts: the cells of fwlstm.ejml. Gradients carry the names of what they belong to, prefixed d.
#pragma once
#include "memory.cuh"
#include "nonlinearity.cuh"

/* The kernels of the recurrence are made for each; ln-lstm is LSTM with norms. */
enum Cell { FW_LSTM, FW_RNN, LSTM, IRNN };

/* Where a warp is: sample b of a trial at step t. */
struct Place {
    const Pack& p;
    int trial;
    int t;
    int b;
    size_t now;    // (trial, t, b) of T steps
    size_t before; // (trial, t, b) of T + 1 states: h_{t-1}, c_{t-1}
    size_t after;  // (trial, t + 1, b): h_t, c_t

    __device__ Place(const Pack& pack, int trialNumber, int step, int sample)
        : p(pack), trial(trialNumber), t(step), b(sample), now(at(pack, trialNumber, step, sample)),
          before(stateAt(pack, trialNumber, step, sample)), after(stateAt(pack, trialNumber, step + 1, sample)) {}

    /* W_x x_t + b, a row of the input table [G]. */
    __device__ const float* input() const {
        return p.table + ((size_t) trial * V + p.tokens[now]) * rows(p);
    }

    __device__ Memory memory() const {
        return Memory(p, trial, t, b);
    }

    __device__ size_t carried() const {
        return ((size_t) trial * p.batch + b) * p.hidden;
    }
};

/* Rows of scratch, in units of H, that a warp needs forward and backward. */
constexpr int FORWARD_ROWS = 4;
constexpr int BACKWARD_ROWS = 6;

/* The cell state c, normalised in place if the cell does so, and kept for the backward pass. */
__device__ __forceinline__ void normaliseCell(const Place& s, float* c) {
    const Pack& p = s.p;
    if (p.cellGainAt >= 0) {
        const float rstd = normalise(c, 1, p.hidden);
        FOR_OWN_UNITS(j, p.hidden) p.a[s.now * p.hidden + j] = c[j];
        if (laneOf() == 0) {
            p.cellRstd[s.now] = rstd;
        }
    }
}

/* From the gradient of the normalised cell state to that of the cell state; a copy where there is no norm. */
__device__ __forceinline__ void normaliseCellBackward(const Place& s, const float* dcell, float* dc) {
    const Pack& p = s.p;
    if (p.cellGainAt >= 0) {
        const float* n = p.a + s.now * p.hidden;
        normaliseBackward(dcell, n, parameter(p, s.trial, p.cellGainAt), p.cellRstd[s.now], 1, p.hidden, dc);
    } else {
        FOR_OWN_UNITS(j, p.hidden) dc[j] = dcell[j];
    }
}

// --- forward: from x = W_h h_{t-1} [G] to h_t; x is 4H of scratch, scores T of it ---

/* Keller, Sridhar, Wang 2018. */
__device__ __forceinline__ void fwLstmForward(const Place& s, float* x, float* scores) {
    const Pack& p = s.p;
    const int H = p.hidden;
    const float* input = s.input();
    for (int k = 0; k < 4; k++) {
        FOR_OWN_UNITS(j, H) x[k * H + j] += input[k * H + j];
    }
    normaliseGates(p, x, p.gateRstd + s.now * p.normGroups);
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    const float* bias = gainOf(p, s.trial, p.gateBiasAt);
    float* n = p.z + s.now * rows(p);
    float* r = p.r + s.now * H;
    const float forgetBias = p.forgetBias[s.trial];
    FOR_OWN_UNITS(j, H) {
        for (int k = 0; k < 4; k++) {
            n[k * H + j] = x[k * H + j];
            x[k * H + j] = affine(gain, bias, x[k * H + j], k * H + j);
        }
        r[j] = relu(x[3 * H + j]);
    }
    const Memory memory = s.memory();
    memory.write();
    memory.attend(r, scores);
    float* c = x; // in place of i
    FOR_OWN_UNITS(j, H) {
        const float i = sigmoid(x[j]);
        const float f = sigmoid(x[H + j] + forgetBias);
        const float u = x[3 * H + j] + memory.read(scores, j);
        p.u[s.now * H + j] = u;
        c[j] = fmaf(f, p.c[s.before * H + j], i * relu(u));
    }
    normaliseCell(s, c);
    const float* cellGain = gainOf(p, s.trial, p.cellGainAt);
    const float* cellBias = gainOf(p, s.trial, p.cellBiasAt);
    FOR_OWN_UNITS(j, H) {
        const float ct = affine(cellGain, cellBias, c[j], j);
        p.c[s.after * H + j] = ct;
        p.h[s.after * H + j] = sigmoid(x[2 * H + j]) * relu(ct);
    }
}

/* Ba, Hinton, Mnih, Leibo, Ionescu 2016. */
__device__ __forceinline__ void fwRnnForward(const Place& s, float* x, float* scores) {
    const Pack& p = s.p;
    const int H = p.hidden;
    const float* input = s.input();
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    const float* bias = gainOf(p, s.trial, p.gateBiasAt);
    float* z = x;
    float* y = x + H;
    float* q = x + 2 * H; // h^(s)
    FOR_OWN_UNITS(j, H) {
        z[j] += input[j];
        q[j] = relu(z[j]);
        p.r[s.now * H + j] = q[j];
    }
    const Memory memory = s.memory();
    memory.write();
    for (int step = 0; step < p.innerSteps; step++) {
        const size_t inner = s.now * p.innerSteps + step;
        memory.attend(q, scores);
        FOR_OWN_UNITS(j, H) y[j] = z[j] + memory.read(scores, j);
        if (gain) {
            const float rstd = normalise(y, 1, H);
            if (laneOf() == 0) {
                p.cellRstd[inner] = rstd;
            }
        }
        FOR_OWN_UNITS(j, H) {
            p.a[inner * H + j] = y[j];
            q[j] = relu(affine(gain, bias, y[j], j));
        }
        __syncwarp(); // before the scores are written anew
    }
    FOR_OWN_UNITS(j, H) p.h[s.after * H + j] = q[j];
}

/* LSTM with or without layer normalisation: Ba, Kiros, Hinton 2016, eq. 20-22; the table holds LN(W_x x) + b. */
__device__ __forceinline__ void lstmForward(const Place& s, float* x) {
    const Pack& p = s.p;
    const int H = p.hidden;
    const float* input = s.input();
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    const float* bias = gainOf(p, s.trial, p.gateBiasAt);
    const float* cellGain = gainOf(p, s.trial, p.cellGainAt);
    const float* cellBias = gainOf(p, s.trial, p.cellBiasAt);
    const float forgetBias = p.forgetBias[s.trial];
    normaliseGates(p, x, p.gateRstd + s.now * p.normGroups);
    float* n = p.z + s.now * rows(p);
    float* c = x; // in place of i
    FOR_OWN_UNITS(j, H) {
        for (int k = 0; k < 4; k++) {
            n[k * H + j] = x[k * H + j];
            x[k * H + j] = affine(gain, bias, x[k * H + j], k * H + j) + input[k * H + j];
        }
        const float i = sigmoid(x[j]);
        const float f = sigmoid(x[H + j] + forgetBias);
        const float g = tanhOf(x[3 * H + j]);
        c[j] = fmaf(f, p.c[s.before * H + j], i * g);
        p.c[s.after * H + j] = c[j];
    }
    normaliseCell(s, c);
    FOR_OWN_UNITS(j, H) {
        p.h[s.after * H + j] = sigmoid(x[2 * H + j]) * tanhOf(affine(cellGain, cellBias, c[j], j));
    }
}

/* Le, Jaitly, Hinton 2015. */
__device__ __forceinline__ void irnnForward(const Place& s, float* x) {
    const int H = s.p.hidden;
    const float* input = s.input();
    FOR_OWN_UNITS(j, H) s.p.h[s.after * H + j] = relu(x[j] + input[j]);
}

template <Cell CELL>
__device__ __forceinline__ void cellForward(const Place& s, float* x, float* scores) {
    if (CELL == FW_LSTM) {
        fwLstmForward(s, x, scores);
    } else if (CELL == FW_RNN) {
        fwRnnForward(s, x, scores);
    } else if (CELL == LSTM) {
        lstmForward(s, x);
    } else {
        irnnForward(s, x);
    }
}

// --- backward, first part: from dh [H] to the gradient dy [G] of the gates after their norm ---
// dcell [H] gets the gradient of the cell state after its norm, of which the norm's own gradients are made; another [H] of
// scratch follows it.

__device__ __forceinline__ void fwLstmBackward(
        const Place& s, const float* dh, float* dy, float* dcell, float* scores, float* upstream) {
    const Pack& p = s.p;
    const int H = p.hidden;
    const bool last = s.t == p.steps - 1;
    const float* n = p.z + s.now * rows(p);
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    const float* bias = gainOf(p, s.trial, p.gateBiasAt);
    const float forgetBias = p.forgetBias[s.trial];
    float* dc = p.dc + s.carried();
    FOR_OWN_UNITS(j, H) {
        const float o = sigmoid(affine(gain, bias, n[2 * H + j], 2 * H + j));
        const float ct = p.c[s.after * H + j];
        dy[2 * H + j] = dh[j] * relu(ct) * o * (1.0f - o);
        dcell[j] = (last ? 0.0f : dc[j]) + (ct > 0.0f ? dh[j] * o : 0.0f);
    }
    float* da = dy; // where the gradient of i will be
    normaliseCellBackward(s, dcell, da);
    float* du = dy + 3 * H; // where the gradient of g will be
    FOR_OWN_UNITS(j, H) {
        const float i = sigmoid(affine(gain, bias, n[j], j));
        const float f = sigmoid(affine(gain, bias, n[H + j], H + j) + forgetBias);
        const float u = p.u[s.now * H + j];
        const float d = da[j];
        dy[j] = d * relu(u) * i * (1.0f - i);
        dy[H + j] = d * p.c[s.before * H + j] * f * (1.0f - f);
        du[j] = u > 0.0f ? d * i : 0.0f;
        dc[j] = d * f;
    }
    const Memory memory = s.memory();
    const float* r = memory.pattern(s.t);
    float* dr = dcell + H;
    memory.readBackward(r, du, last, scores, upstream, dr);
    memory.writeBackward(dr);
    FOR_OWN_UNITS(j, H) du[j] += r[j] > 0.0f ? dr[j] : 0.0f;
}

__device__ __forceinline__ void lstmBackward(const Place& s, const float* dh, float* dy, float* dcell) {
    const Pack& p = s.p;
    const int H = p.hidden;
    const bool last = s.t == p.steps - 1;
    const float* n = p.z + s.now * rows(p);
    const float* input = s.input();
    const float* gain = gainOf(p, s.trial, p.gateGainAt);
    const float* bias = gainOf(p, s.trial, p.gateBiasAt);
    const float* cellGain = gainOf(p, s.trial, p.cellGainAt);
    const float* cellBias = gainOf(p, s.trial, p.cellBiasAt);
    const float* normalised = cellGain ? p.a + s.now * H : p.c + s.after * H;
    const float forgetBias = p.forgetBias[s.trial];
    float* dc = p.dc + s.carried();
    FOR_OWN_UNITS(j, H) {
        const float o = sigmoid(affine(gain, bias, n[2 * H + j], 2 * H + j) + input[2 * H + j]);
        const float y = tanhOf(affine(cellGain, cellBias, normalised[j], j));
        dy[2 * H + j] = dh[j] * y * o * (1.0f - o);
        dcell[j] = dh[j] * o * (1.0f - y * y);
    }
    float* da = dy; // where the gradient of i will be
    normaliseCellBackward(s, dcell, da);
    float* dx = p.dx + s.now * rows(p);
    FOR_OWN_UNITS(j, H) {
        const float i = sigmoid(affine(gain, bias, n[j], j) + input[j]);
        const float f = sigmoid(affine(gain, bias, n[H + j], H + j) + input[H + j] + forgetBias);
        const float g = tanhOf(affine(gain, bias, n[3 * H + j], 3 * H + j) + input[3 * H + j]);
        const float d = (last ? 0.0f : dc[j]) + da[j];
        dy[j] = d * g * i * (1.0f - i);
        dy[H + j] = d * p.c[s.before * H + j] * f * (1.0f - f);
        dy[3 * H + j] = d * i * (1.0f - g * g);
        dc[j] = d * f;
        if (p.dx != p.z) {
            for (int k = 0; k < 4; k++) {
                dx[k * H + j] = dy[k * H + j];
            }
        }
    }
}

__device__ __forceinline__ void irnnBackward(const Place& s, const float* dh, float* dy) {
    const int H = s.p.hidden;
    FOR_OWN_UNITS(j, H) dy[j] = s.p.h[s.after * H + j] > 0.0f ? dh[j] : 0.0f;
}
