// Kernels to test the driver layer and the double itself with.
#include "cuemu.h"

struct Sum {
    const float* a;
    const float* b;
    float* out;
    int count;
};

/* out[i] = a[i] + scale * b[i] */
extern "C" __global__ void testSum(Sum p, int scale) {
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < p.count) {
        p.out[i] = p.a[i] + scale * p.b[i];
    }
}
EXPORT_KERNEL(testSum)

/* out[i] = the sum of in, over the threads of one block, by way of dynamic shared memory */
extern "C" __global__ void testShared(const float* in, float* out) {
    DYN_SHARED(float, cells);
    cells[threadIdx.x] = in[threadIdx.x];
    __syncthreads();
    float sum = 0.0f;
    for (int i = 0; i < (int) blockDim.x; i++) {
        sum += cells[i];
    }
    out[threadIdx.x] = sum;
}
EXPORT_KERNEL(testShared)

/* Deliberately wrong: some threads come to a barrier that the others never reach. */
extern "C" __global__ void testDivergence(float* out) {
    if (threadIdx.x < 16) {
        __syncthreads();
    } else {
        __syncwarp();
    }
    out[0] = 1.0f;
}
EXPORT_KERNEL(testDivergence)

/* Deliberately wrong: reads what other warps write, without a barrier. */
extern "C" __global__ void testRace(float* out) {
    __shared__ float cells[64];
    cells[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = cells[63 - threadIdx.x];
}
EXPORT_KERNEL(testRace)

/* Deliberately wrong: which thread comes when. */
extern "C" __global__ void testOrder(float* out) {
    __shared__ int turn;
    if (threadIdx.x == 0) {
        turn = 0;
    }
    __syncthreads();
    out[threadIdx.x] = turn++;
}
EXPORT_KERNEL(testOrder)

/* Deliberately wrong if there are more threads than elements. */
extern "C" __global__ void testOverrun(float* out) {
    out[threadIdx.x] = 1.0f;
}
EXPORT_KERNEL(testOverrun)
