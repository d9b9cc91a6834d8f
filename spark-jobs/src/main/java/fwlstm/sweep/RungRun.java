package fwlstm.sweep;

/**
 * The training of a configuration with all its seeds from one rung to the next.
 *
 * @param rung from 0; the last one is the end of the training
 * @param until updates in total, not since the previous rung
 */
public record RungRun(Configuration configuration, int rung, int until) {}
