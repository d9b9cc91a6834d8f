-- Test error against the number of trainable parameters. Only the best configuration of each study or, without a
-- search, of each task, K, K of the test sequences, cell and hidden size.
SELECT task, pairs, coalesce(data_test_pairs, pairs) AS test_pairs, parameters, cell, hidden, done AS seeds,
  round(test_error_mean, 4) AS test_error,
  round(test_error_std, 4) AS test_error_std
FROM tables
WHERE best
ORDER BY task, pairs, test_pairs, parameters, cell, config_id;
