/**
 * Plain numerics without any notion of a network: the counter-based random generator and its named streams, and the
 * single-precision formulas of the nonlinearities that every provider shares.
 */
package fwlstm.math;
