/**
 * The reference provider: the papers' equations with EJML's matrices, one sequence at a time. A vector is a matrix of
 * one column, the fast weights A_t are a matrix, steps count from 1 to T, what was before the first has index 0, and ⊙
 * is {@link fwlstm.ejml.Matrices#times}. Forward passes read like the equations, backward passes are their derivatives
 * by hand. Gradients carry the names of what they belong to, prefixed d.
 *
 * <p>The faster providers and the GPU's kernels are read beside it and tested against it, and it tells what the memory
 * of a network did. To read well, an operation returns a new matrix, a cell and a readout are made anew for each
 * sequence, and every A_t is kept for the backward pass. So unlike other providers it allocates while it trains, and it
 * is not fast.
 */
package fwlstm.ejml;
