/**
 * Trains packs of trials on an NVIDIA GPU through JCuda: the driver API, cuBLAS, and the kernels of {@code
 * src/main/cuda}. Nothing here is loaded unless a GPU is requested or looked for, and without one everything else
 * works.
 */
package fwlstm.gpu;
