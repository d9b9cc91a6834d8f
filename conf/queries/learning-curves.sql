-- Learning curves: validation accuracy by update, mean and spread over the seeds of each configuration. 'trials' counts
-- them: a trial that stops early because it reached its accuracy is missing from later rows.
SELECT task, pairs, cell, hidden, config_id, update,
  count(validation_accuracy) AS trials,
  round(mean_of(collect_list(validation_accuracy)), 4) AS accuracy_mean,
  round(std_of(collect_list(validation_accuracy)), 4) AS accuracy_std,
  round(mean_of(collect_list(train_loss)), 4) AS train_loss_mean,
  round(mean_of(collect_list(curves.validation_loss)), 4) AS validation_loss_mean
FROM curves JOIN trials USING (trial_id, task, pairs)
WHERE planned
GROUP BY task, pairs, cell, hidden, config_id, update
ORDER BY task, pairs, cell, hidden, config_id, update;
