-- Effect of the learning rate: validation accuracy over all trials of a cell with the same learning rate, including
-- stopped ones. For another setting, replace learning_rate by its name; DESCRIBE trials lists them.
SELECT task, pairs, cell, learning_rate,
  count(*) AS trials,
  count_if(status = 'diverged') AS diverged,
  round(mean_of(collect_list(best_validation_accuracy)), 4) AS accuracy_mean,
  round(max(best_validation_accuracy), 4) AS accuracy_max,
  count(updates_to_99) AS reached_99
FROM trials
WHERE planned
GROUP BY task, pairs, cell, learning_rate
ORDER BY task, pairs, cell, learning_rate;
