// The streams of fwlstm.math.RandomStream: Philox 4x32-10 keyed by the seed, counting (block, item, purpose).
// Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.
#pragma once
#include "platform.cuh"

/* The code is part of every published result: fwlstm.math.RandomStream.Purpose. */
enum Purpose { TRAIN = 2, VALIDATION = 3, TEST = 4, SHUFFLE = 5 };

struct RandomStream {
    unsigned key0;
    unsigned key1;
    unsigned purpose;
    unsigned long long item;
    unsigned block;
    int next;
    unsigned words[4];

    __device__ RandomStream(unsigned long long seed, int purposeCode, unsigned long long itemNumber)
        : key0((unsigned) seed), key1((unsigned) (seed >> 32)), purpose((unsigned) purposeCode), item(itemNumber),
          block(0), next(4) {}

    /* Goes to a block of four words. */
    __device__ void seek(unsigned number) {
        unsigned k0 = key0;
        unsigned k1 = key1;
        unsigned c0 = number;
        unsigned c1 = (unsigned) item;
        unsigned c2 = (unsigned) (item >> 32);
        unsigned c3 = purpose;
        for (int round = 0; round < 10; round++) {
            const unsigned long long product0 = 0xD2511F53ull * c0;
            const unsigned long long product1 = 0xCD9E8D57ull * c2;
            c0 = (unsigned) (product1 >> 32) ^ c1 ^ k0;
            c1 = (unsigned) product1;
            c2 = (unsigned) (product0 >> 32) ^ c3 ^ k1;
            c3 = (unsigned) product0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
        block = number + 1;
        next = 0;
    }

    /* A number from 0 to bound - 1 by multiply-and-shift of one word. */
    __device__ int nextInt(int bound) {
        if (next == 4) {
            seek(block);
        }
        return below(words[next++], bound);
    }

    __device__ static int below(unsigned word, int bound) {
        return (int) ((unsigned long long) word * (unsigned) bound >> 32);
    }
};
