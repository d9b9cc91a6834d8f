package fwlstm.train;

/**
 * The results of a trial: a pure function of configuration, seed and provider. Accuracies and errors are fractions from
 * 0 to 1, losses are mean cross-entropies in nats.
 *
 * @param parameters trainable numbers
 * @param updatesRun updates done before the trial ended; for a diverged trial up to the end of the evaluation interval
 *     in which it diverged
 * @param bestValidationAccuracy highest validation accuracy; null if there was no evaluation
 * @param bestValidationUpdate the first update that reached it; test scores belong to the parameters at that update
 * @param validationLoss validation loss then
 * @param testError fraction of wrong answers, counted and not computed as 1 − accuracy; null unless done
 * @param updatesTo50 first evaluated update with validation accuracy of at least 50 %; null if never; likewise for the
 *     others
 * @param error why the trial failed, else null
 */
public record TrialResult(
        Status status,
        int parameters,
        int updatesRun,
        Double bestValidationAccuracy,
        Integer bestValidationUpdate,
        Double validationLoss,
        Double testAccuracy,
        Double testError,
        Double testLoss,
        Integer updatesTo50,
        Integer updatesTo90,
        Integer updatesTo95,
        Integer updatesTo99,
        String error) {}
