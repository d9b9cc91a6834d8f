-- Speed of learning: updates until validation accuracy first reached 99 %, over the seeds that reached it. 'reached'
-- counts them. The other seeds have no number; they would raise the median.
SELECT task, pairs, cell, hidden, learning_rate,
  count(updates_to_99) AS reached,
  count(*) AS seeds,
  min(updates_to_99) AS fastest,
  median(updates_to_99) AS median,
  max(updates_to_99) AS slowest,
  config_id
FROM trials
WHERE status = 'done' AND planned
GROUP BY task, pairs, cell, hidden, learning_rate, config_id
ORDER BY task, pairs, median NULLS LAST, cell, hidden, learning_rate, config_id;
