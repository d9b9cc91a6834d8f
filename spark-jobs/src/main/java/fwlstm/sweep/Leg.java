package fwlstm.sweep;

/**
 * Training of a configuration, all its seeds, from one rung to the next.
 *
 * @param rung from 0; the last one is the end of the training
 * @param until updates in all, not since the rung before
 */
public record Leg(Configuration configuration, int rung, int until) {}
