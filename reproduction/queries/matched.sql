-- Test error of fw-lstm in percent, mean over seeds, and how much higher that of fw-rnn and ln-lstm with as many parameters
-- (within 1 %) and the same seed is, in points: mean and its 95 % interval by Student's t.
WITH pairs_of_trials AS (
  SELECT ours.task, ours.pairs, ours.parameters, theirs.cell, 100 * ours.test_error AS error,
    100 * (theirs.test_error - ours.test_error) AS difference
  FROM trials ours JOIN trials theirs USING (task, pairs, seed)
  WHERE ours.cell = 'fw-lstm' AND theirs.cell <> 'fw-lstm' AND abs(theirs.parameters / ours.parameters - 1) < 0.01),
differences AS (
  SELECT task, pairs, parameters, cell, count(difference) AS n, avg(error) AS error, avg(difference) AS mean,
    t_half_width(count(difference), stddev(difference)) AS half
  FROM pairs_of_trials
  GROUP BY task, pairs, parameters, cell)
SELECT task, pairs, parameters,
  CAST(max(error) AS DECIMAL(6, 2)) AS `fw-lstm`,
  max(CASE WHEN cell = 'fw-rnn' THEN difference END) AS `fw-rnn`,
  max(CASE WHEN cell = 'ln-lstm' THEN difference END) AS `ln-lstm`,
  min(n) AS seeds
FROM (
  SELECT *, CAST(mean AS DECIMAL(6, 2)) || ' [' || CAST(mean - half AS DECIMAL(6, 2)) || ', '
    || CAST(mean + half AS DECIMAL(6, 2)) || ']' AS difference
  FROM differences)
GROUP BY task, pairs, parameters
ORDER BY task, pairs, parameters
