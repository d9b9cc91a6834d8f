-- Test error in percent of each cell, mean ± standard deviation over seeds.
SELECT task, pairs, hidden,
  max(CASE WHEN cell = 'fw-lstm' THEN error END) AS `fw-lstm`,
  max(CASE WHEN cell = 'fw-rnn' THEN error END) AS `fw-rnn`,
  max(CASE WHEN cell = 'ln-lstm' THEN error END) AS `ln-lstm`,
  min(test_error_n) AS seeds
FROM (
  SELECT *, CAST(100 * test_error_mean AS DECIMAL(6, 2)) || coalesce(' ± ' || CAST(100 * test_error_std AS DECIMAL(6, 2)), '') AS error
  FROM tables)
GROUP BY task, pairs, hidden
ORDER BY task, pairs, hidden
