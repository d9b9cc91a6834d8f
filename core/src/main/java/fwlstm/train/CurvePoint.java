package fwlstm.train;

/**
 * One evaluation on the validation set.
 *
 * @param update updates done; where a trial diverged, the end of that interval
 * @param epoch passes over the training set, fractional
 * @param trainLoss mean cross-entropy in nats of the training batches since the previous evaluation; null if not finite
 * @param validationLoss mean cross-entropy in nats; null if not finite
 * @param validationAccuracy share of right answers, 0 to 1; null once diverged
 * @param seconds wall-clock seconds of training and evaluation so far; not a result
 */
public record CurvePoint(
        int update, double epoch, Double trainLoss, Double validationLoss, Double validationAccuracy, double seconds) {}
