-- Test error in percent of fw-lstm and of fw-rnn with as many parameters (within 1 %), mean over seeds, and how much
-- higher that of fw-rnn is with the same seed, in points: mean and its 95 % interval by Student's t.
WITH pairs_of_trials AS (
  SELECT ours.task, ours.pairs, ours.parameters, 100 * ours.test_error AS ours, 100 * theirs.test_error AS theirs
  FROM trials ours JOIN trials theirs USING (task, pairs, seed)
  WHERE ours.cell = 'fw-lstm' AND theirs.cell = 'fw-rnn' AND abs(theirs.parameters / ours.parameters - 1) < 0.01),
differences AS (
  SELECT task, pairs, parameters, mean_of(collect_list(ours)) AS ours, mean_of(collect_list(theirs)) AS theirs, count(*) AS seeds,
    mean_of(collect_list(theirs - ours)) AS mean,
    t_half_width(count(*), std_of(collect_list(theirs - ours))) AS half
  FROM pairs_of_trials
  GROUP BY task, pairs, parameters)
SELECT task, pairs, parameters,
  CAST(ours AS DECIMAL(6, 2)) AS `fw-lstm`,
  CAST(theirs AS DECIMAL(6, 2)) AS `fw-rnn`,
  CAST(mean AS DECIMAL(6, 2)) || ' [' || CAST(mean - half AS DECIMAL(6, 2)) || ', ' || CAST(mean + half AS DECIMAL(6, 2)) || ']'
    AS difference,
  seeds
FROM differences
ORDER BY task, pairs, parameters
