/**
 * The portable provider: EJML matrices of features × batch, samples innermost, and code that reads like the equations.
 * It is the readable reference for the faster ones. Gradients carry the names of what they belong to, prefixed d.
 */
package fwlstm.ejml;
