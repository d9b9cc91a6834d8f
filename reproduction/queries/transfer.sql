-- Test error in percent, mean over seeds, of networks trained at K pairs and tested on sequences of other numbers of
-- pairs.
SELECT * FROM (
  SELECT cell, pairs AS `trained at K`, coalesce(data_test_pairs, pairs) AS test_pairs,
    CAST(100 * test_error_mean AS DECIMAL(6, 2)) AS error, min(test_error_n) OVER (PARTITION BY cell, pairs) AS seeds
  FROM tables)
PIVOT (first(error) FOR test_pairs IN (2, 4, 6, 8, 10, 12, 16, 20, 26))
ORDER BY `trained at K`, cell
