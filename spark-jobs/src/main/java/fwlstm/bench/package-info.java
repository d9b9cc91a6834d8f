/** Benchmarks: how fast networks train here, on a core and on a GPU, and whether a GPU computes what the CPU computes. */
package fwlstm.bench;
