-- Test error in percent beside Table 1 of Ba et al. (2016), quoted from memory; ours are mean ± standard deviation over
-- seeds.
WITH ba2016 AS (
  SELECT * FROM VALUES
    (20, 'irnn', 62.11), (50, 'irnn', 60.23), (100, 'irnn', 0.34),
    (20, 'lstm', 60.81), (50, 'lstm', 1.85), (100, 'lstm', 0.0),
    (20, 'fw-rnn', 1.81), (50, 'fw-rnn', 0.0), (100, 'fw-rnn', 0.0) AS table_1 (hidden, cell, error))
SELECT cell,
  hidden AS R,
  coalesce(string(error), '') AS `Ba et al.`,
  CAST(100 * test_error_mean AS DECIMAL(6, 2)) || ' ± ' || CAST(100 * test_error_std AS DECIMAL(6, 2)) AS `here`,
  test_error_n AS seeds
FROM tables LEFT JOIN ba2016 USING (cell, hidden)
ORDER BY array_position(array('irnn', 'lstm', 'ln-lstm', 'fw-rnn', 'fw-lstm'), cell), hidden
