// Sequences of the associative retrieval tasks, drawn where they are used: fwlstm.task.Dataset.
#pragma once
#include "pack.cuh"
#include "random.cuh"

constexpr int LETTERS = 26;
constexpr int DIGITS = 10;
constexpr int SEPARATOR = LETTERS + DIGITS;
constexpr int SHUFFLE_THREADS = 256;

__device__ __forceinline__ int updatesPerEpoch(const Pack& p) {
    return p.trainSize / p.batch;
}

/*
 * Draws the order of the training sequences anew for each trial that has come to another epoch: an inside-out Fisher-Yates
 * shuffle. The random numbers are drawn by all threads; the swaps, which follow from each other, are done by one.
 * Grid (1, N), SHUFFLE_THREADS threads.
 */
KERNEL shuffle(const Pack p) {
    const int trial = blockIdx.y;
    const long long epoch = p.update[trial] / updatesPerEpoch(p);
    if (!p.active[trial] || p.orderEpoch[trial] == epoch) {
        return;
    }
    __shared__ int chosen[4 * SHUFFLE_THREADS];
    int* order = p.order + (size_t) trial * p.trainSize;
    RandomStream random(p.seed[trial], SHUFFLE, (unsigned long long) epoch);
    for (int first = 0; first < p.trainSize; first += 4 * SHUFFLE_THREADS) {
        const int mine = 4 * threadIdx.x;
        random.seek((first + mine) / 4);
        for (int k = 0; k < 4; k++) {
            chosen[mine + k] = RandomStream::below(random.words[k], first + mine + k + 1);
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            const int count = min(4 * SHUFFLE_THREADS, p.trainSize - first);
            for (int k = 0; k < count; k++) {
                const int i = first + k;
                const int j = chosen[k];
                if (j != i) {
                    order[i] = order[j];
                }
                order[j] = i;
            }
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        p.orderEpoch[trial] = epoch;
    }
}
EXPORT_KERNEL(shuffle)

/*
 * Fills tokens and targets with the next batch: of the epoch's order in training, else the sequences of a split of
 * splitSize from the cursor on; those after the last repeat the first ones. Grid (ceil(B / threads), N).
 */
KERNEL drawBatch(const Pack p, int purpose, int splitSize) {
    const int trial = blockIdx.y;
    const int b = blockIdx.x * blockDim.x + threadIdx.x;
    if (b >= p.batch || !p.active[trial]) {
        return;
    }
    int sequence;
    if (purpose == TRAIN) {
        const int first = (int) (p.update[trial] % updatesPerEpoch(p)) * p.batch;
        sequence = p.order[(size_t) trial * p.trainSize + first + b];
    } else {
        sequence = (int) (((long long) p.cursor[1] + b) % splitSize);
    }
    RandomStream random(p.seed[trial], purpose, (unsigned long long) sequence);
    int* tokens = p.tokens + at(p, trial, 0, b); // a step is p.batch further
    const int keyStride = p.task == 0 ? 2 : 1;
    const int firstValue = p.task == 0 ? 1 : p.pairs;
    unsigned char letters[LETTERS];
    for (int letter = 0; letter < LETTERS; letter++) {
        letters[letter] = (unsigned char) letter;
    }
    for (int pair = 0; pair < p.pairs; pair++) { // the first K letters of a Fisher-Yates shuffle
        const int chosen = pair + random.nextInt(LETTERS - pair);
        const unsigned char key = letters[chosen];
        letters[chosen] = letters[pair];
        letters[pair] = key;
        tokens[keyStride * pair * p.batch] = key;
    }
    const int query = p.steps - 1;
    for (int pair = 0; pair < p.pairs; pair++) {
        tokens[(firstValue + keyStride * pair) * p.batch] = LETTERS + random.nextInt(DIGITS);
    }
    tokens[(query - 2) * p.batch] = SEPARATOR;
    tokens[(query - 1) * p.batch] = SEPARATOR;
    const int asked = random.nextInt(p.pairs);
    tokens[query * p.batch] = letters[asked];
    p.targets[(size_t) trial * p.batch + b] = tokens[(firstValue + keyStride * asked) * p.batch];
}
EXPORT_KERNEL(drawBatch)

/* Moves on to the next update, or to the next batch of an evaluation. One block of at least N threads. */
KERNEL advance(const Pack p, int evaluation) {
    const int trial = threadIdx.x;
    if (evaluation) {
        if (trial == 0) {
            p.cursor[1] += p.batch;
        }
        return;
    }
    if (trial == 0) {
        p.cursor[0]++;
    }
    for (int n = trial; n < p.width; n += blockDim.x) {
        p.update[n] += p.active[n] ? 1 : 0;
    }
}
EXPORT_KERNEL(advance)
