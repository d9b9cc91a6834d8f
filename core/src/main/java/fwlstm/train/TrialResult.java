package fwlstm.train;

/**
 * What came out of a trial: a pure function of configuration, seed and provider. Accuracies and errors are shares from 0
 * to 1, losses mean cross-entropies in nats.
 *
 * @param parameters trainable numbers
 * @param updatesRun updates done before the trial stopped; of a diverged trial to the end of the interval between two
 *     evaluations in which it diverged
 * @param bestValidationAccuracy highest validation accuracy; null if there was no evaluation
 * @param bestValidationUpdate the first update that reached it; test scores are of the parameters then
 * @param validationLoss validation loss then
 * @param testError share of wrong answers, counted, not 1 − accuracy rounded; null unless done
 * @param updatesTo50 first evaluated update with validation accuracy of at least 50 %; null if never; so on
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
