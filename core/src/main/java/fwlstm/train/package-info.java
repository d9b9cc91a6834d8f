/**
 * Training of trials from first update to test score: batches, evaluations, stopping, best parameters, checkpoints and
 * the record that remains. A {@link fwlstm.train.Backend} trains a pack of trials of one shape in lock-step; on the CPU
 * it drives the chosen {@link fwlstm.model.Provider}.
 */
package fwlstm.train;
