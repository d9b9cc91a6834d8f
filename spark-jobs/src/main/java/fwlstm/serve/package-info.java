/** The page of {@code fw serve}: progress, figures and trials of sweeps, from what their directories hold. */
package fwlstm.serve;
