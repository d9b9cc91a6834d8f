-- How much higher the test error of fw-rnn and ln-lstm is than that of fw-lstm with the same seed and as many hidden
-- units, in points: mean over the seeds that both have, and its 95 % interval by Student's t.
WITH pairs_of_trials AS (
  SELECT ours.task, ours.pairs, ours.hidden, theirs.cell, 100 * (theirs.test_error - ours.test_error) AS difference
  FROM trials ours JOIN trials theirs USING (task, pairs, hidden, seed)
  WHERE ours.cell = 'fw-lstm' AND theirs.cell <> 'fw-lstm'),
differences AS (
  SELECT task, pairs, hidden, cell, count(difference) AS n, mean_of(collect_list(difference)) AS mean,
    t_half_width(count(difference), std_of(collect_list(difference))) AS half
  FROM pairs_of_trials
  GROUP BY task, pairs, hidden, cell)
SELECT task, pairs, hidden,
  max(CASE WHEN cell = 'fw-rnn' THEN difference END) AS `fw-rnn`,
  max(CASE WHEN cell = 'ln-lstm' THEN difference END) AS `ln-lstm`,
  min(n) AS seeds
FROM (
  SELECT *, CAST(mean AS DECIMAL(6, 2)) || ' [' || CAST(mean - half AS DECIMAL(6, 2)) || ', '
    || CAST(mean + half AS DECIMAL(6, 2)) || ']' AS difference
  FROM differences)
GROUP BY task, pairs, hidden
ORDER BY task, pairs, hidden
