/** Two sweeps side by side: their settings, their errors, and the bits of the trials that both have. */
package fwlstm.compare;
