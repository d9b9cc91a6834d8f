/**
 * Training of trials from the first update to the test score: batches, evaluations, stopping, best parameters,
 * checkpoints and records. A {@link fwlstm.train.Backend} trains a pack of trials of one shape in lock-step; on the CPU
 * it drives the chosen {@link fwlstm.model.Provider}.
 */
package fwlstm.train;
