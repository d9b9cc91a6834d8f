// A pack: trials of one shape that are trained as one. Every kernel gets it by value.
//
//   N trials   T steps   B samples of a batch   H hidden units   G = gates x H pre-activations   V = 37 tokens
//   E width of the embedding   R width of the readout   S inner steps (1 but in fw-rnn)   Q groups of the gates' layer
//   normalisation (0 if there is none)   P numbers of a trial's parameters, padded
//
// All arrays are row-major, the last index innermost. fwlstm.gpu.PackStruct writes the same fields in the same order.
#pragma once
#include "platform.cuh"

constexpr int V = 37; // vocabulary: a-z, 0-9, separator

struct Pack {
    // --- parameters ---
    float* parameters;      // [N x P]
    float* gradients;       // [N x P]
    float* firstMoment;     // [N x P], of Adam
    float* secondMoment;    // [N x P]
    float* gradientScale;   // [N], by which clipping scales the gradients

    // --- what is a trial's own ---
    unsigned long long* seed; // [N]
    float* lambda;            // [N], decay of the fast weights
    float* eta;               // [N], their rate
    float* forgetBias;        // [N]
    double* clipNorm;         // [N], infinite if there is none
    int* active;              // [N], whether anything is to be done for the trial
    long long* update;        // [N], updates done

    // --- data ---
    int* order;            // [N x trainSize], the current epoch's order of the training sequences
    long long* orderEpoch; // [N], the epoch that it belongs to
    float* rates;          // [updates x N x 2]: Adam's step and the scale of its root
    int* cursor;           // [2]: the row of rates; the first sequence of an evaluation's batch
    int* tokens;           // [N x T x B]
    int* targets;          // [N x B]

    // --- input table: W_x x + b of every token ---
    float* table;           // [N x V x G]
    float* dTable;          // [N x V x G]
    float* tableNormalised; // [N x V x G], ln-lstm only
    float* tableRstd;       // [N x V x Q], ln-lstm only

    // --- the recurrence ---
    float* h;        // [N x (T+1) x B x H], h_0 = 0 first
    float* c;        // [N x (T+1) x B x H], c_0 = 0 first
    float* z;        // [N x T x B x G]: W_h h; then normalised pre-activations; backward their gradient before the norm
    float* dx;       // [N x T x B x G]: gradient of the gathered table rows; the same memory as z but in ln-lstm
    float* r;        // [N x T x B x H], patterns written to the fast weights
    float* dr;       // [N x T x B x H]
    float* u;        // [N x T x B x H]: g + A r, fw-lstm
    float* a;        // [N x T x B x S x H], normalised cell state; fw-rnn: normalised inner states
    float* gateRstd; // [N x T x B x Q]
    float* cellRstd; // [N x T x B x S]
    float* decay;    // [N x T x B], of the fast weights under Oja's rule
    float* dWeight;  // [N x T x B], gradient of a pattern's weight under Oja's rule, as seen from the current step
    float* dh;       // [N x B x H]
    float* dc;       // [N x B x H]
    float* partial;  // [N x tiles x 2 x (G + H)], gradients of the norms' gains, then biases, of the samples of a tile

    // --- readout ---
    float* readoutHidden;  // [N x B x R]: ReLU(W_1 h_T + b_1)
    float* dReadoutHidden; // [N x B x R]
    float* logits;         // [N x B x V]; after the loss, their gradient
    float* sampleLoss;     // [N x B], cross-entropy in nats
    int* sampleHit;        // [N x B], whether the most probable token is the target
    double* loss;          // [N], sum over batches (training) or sequences (evaluation)
    int* hits;             // [N]

    // --- where a parameter starts in a trial's [P]; -1 if there is no such parameter ---
    int embeddingAt;
    int wxAt;
    int bAt;
    int whAt;
    int gateGainAt; // ln_gates, ln_h in ln-lstm
    int gateBiasAt;
    int inputGainAt; // ln_x
    int inputBiasAt;
    int cellGainAt; // ln_cell
    int cellBiasAt;
    int w1At;
    int b1At;
    int w2At;
    int b2At;
    int parameterCount; // P

    // --- shape ---
    int steps;      // T
    int batch;      // B
    int hidden;     // H
    int gates;      // gates: 4, or 1
    int normGroups; // Q
    int oja;        // whether the fast weights are written by Oja's rule
    int innerSteps; // S
    int readout;    // R
    int task;       // 0 art, 1 mart
    int pairs;      // K
    int trainSize;
    int sgd; // whether the optimiser is plain gradient descent
    int width; // N
};

/* G */
__device__ __forceinline__ int rows(const Pack& p) {
    return p.gates * p.hidden;
}

/* Number of (trial, step, sample). */
__device__ __forceinline__ size_t at(const Pack& p, int trial, int t, int b) {
    return ((size_t) trial * p.steps + t) * p.batch + b;
}

/* The same where there are T+1 steps. */
__device__ __forceinline__ size_t stateAt(const Pack& p, int trial, int t, int b) {
    return ((size_t) trial * (p.steps + 1) + t) * p.batch + b;
}

/* A trial's parameter. */
__device__ __forceinline__ const float* parameter(const Pack& p, int trial, int offset) {
    return p.parameters + (size_t) trial * p.parameterCount + offset;
}

__device__ __forceinline__ float* gradient(const Pack& p, int trial, int offset) {
    return p.gradients + (size_t) trial * p.parameterCount + offset;
}
