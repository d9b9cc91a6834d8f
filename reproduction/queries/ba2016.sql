-- Test error in percent with four pairs, mean ± standard deviation over seeds, beside Table 1 of Ba et al. (2016), which is
-- quoted from memory.
WITH quoted AS (
  SELECT * FROM VALUES
    ('irnn', '62.11', '60.23', '0.34'), ('lstm', '60.81', '1.85', '0'), ('fw-rnn', '1.81', '0', '0')
  AS quoted(cell, r20, r50, r100)),
measured AS (
  SELECT cell, hidden,
    format_number(100 * test_error_mean, 2) || coalesce(' ± ' || format_number(100 * test_error_std, 2), '') AS error
  FROM tables
  WHERE task = 'art' AND pairs = 4)
SELECT cell,
  max(CASE WHEN hidden = 20 THEN error END) AS `R = 20`, coalesce(first(r20), '') AS `quoted`,
  max(CASE WHEN hidden = 50 THEN error END) AS `R = 50`, coalesce(first(r50), '') AS `quoted `,
  max(CASE WHEN hidden = 100 THEN error END) AS `R = 100`, coalesce(first(r100), '') AS `quoted  `
FROM measured LEFT JOIN quoted USING (cell)
GROUP BY cell
ORDER BY array_position(array('irnn', 'lstm', 'ln-lstm', 'fw-rnn', 'fw-lstm'), cell)
