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

__device__ __forceinline__ int laneOf() {
    return threadIdx.x % WARP;
}

__device__ __forceinline__ int warpOf() {
    return threadIdx.x / WARP;
}
