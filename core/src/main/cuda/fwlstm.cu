// All kernels, as one module. See pack.cuh for the data, recurrence.cuh for the heart of it.
#include "data.cuh"
#include "optimizer.cuh"
#include "readout.cuh"
#include "recurrence.cuh"
#include "table.cuh"
