/** Benchmarks: the speed of training on a core and on a GPU, and checks that a GPU computes the same as the CPU. */
package fwlstm.bench;
