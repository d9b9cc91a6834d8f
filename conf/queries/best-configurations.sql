-- The best configuration of every task, K and K of the test sequences: the one with the highest mean validation
-- accuracy, with all planned seeds done. Test errors (mean and standard deviation over the seeds) play no part in the
-- choice.
SELECT task, pairs, test_pairs, cell, hidden, learning_rate, batch, lambda, eta, parameters, done AS seeds,
  round(best_validation_accuracy_mean, 4) AS validation_accuracy,
  round(test_error_mean, 4) AS test_error,
  round(test_error_std, 4) AS test_error_std,
  config_id
FROM (
  SELECT *, row_number() OVER (
    PARTITION BY task, pairs, test_pairs
    ORDER BY best_validation_accuracy_mean DESC, validation_loss_mean, config_id) AS place
  FROM (SELECT *, coalesce(data_test_pairs, pairs) AS test_pairs FROM tables)
  WHERE best)
WHERE place = 1
ORDER BY task, pairs, test_pairs;
