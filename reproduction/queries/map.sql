-- Test error in percent over learning rate, λ and η; one seed.
SELECT * FROM (
  SELECT task, pairs, learning_rate, lambda, eta,
    if(diverged > 0, 'diverged', CAST(100 * test_error_mean AS DECIMAL(6, 1))) AS error
  FROM tables)
PIVOT (first(error) FOR eta IN (0.1 AS `η = 0.1`, 0.25 AS `0.25`, 0.5 AS `0.5`, 1.0 AS `1.0`, 2.0 AS `2.0`))
ORDER BY task, pairs, learning_rate, lambda
