// What differs between nvcc, which compiles for the GPU, and the C++ compiler that compiles the same kernels for tests.
#pragma once

#ifdef CUEMU
#include "cuemu.h"
#else
extern __shared__ __align__(16) unsigned char dynamicSharedMemory[];
/* The block's dynamic shared memory, seen as an array of T. */
#define DYN_SHARED(T, name) T* name = reinterpret_cast<T*>(dynamicSharedMemory)
/* Makes a kernel known by name; nvcc does so by itself. */
#define EXPORT_KERNEL(name)
#endif

#define KERNEL extern "C" __global__ void

constexpr int WARP = 32;

/* Sum over the lanes of a warp; every lane gets it. */
__device__ __forceinline__ float warpSum(float x) {
    for (int mask = WARP / 2; mask > 0; mask >>= 1) {
        x += __shfl_xor_sync(0xffffffffu, x, mask);
    }
    return x;
}

/* How many sums are made at once by warpSums. */
constexpr int SUMS = 8;

__device__ __forceinline__ int laneOf() {
    return threadIdx.x % WARP;
}

__device__ __forceinline__ int warpOf() {
    return threadIdx.x / WARP;
}

/*
 * Sums of eight numbers over the lanes of a warp; lane l gets that of number l % 8. Takes 9 exchanges, where eight single
 * sums would take 40: at each of the first three, a lane hands over the half of the numbers that others will add up.
 */
__device__ __forceinline__ float warpSums(float (&x)[SUMS]) {
    const int lane = laneOf();
#pragma unroll
    for (int half = SUMS / 2; half > 0; half /= 2) {
#pragma unroll
        for (int k = 0; k < half; k++) {
            const bool upper = lane & half;
            const float mine = upper ? x[k + half] : x[k];
            const float theirs = upper ? x[k] : x[k + half];
            x[k] = mine + __shfl_xor_sync(0xffffffffu, theirs, half);
        }
    }
    float sum = x[0];
    for (int mask = SUMS; mask < WARP; mask *= 2) {
        sum += __shfl_xor_sync(0xffffffffu, sum, mask);
    }
    return sum;
}
