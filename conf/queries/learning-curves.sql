-- Learning curves: validation accuracy after so many updates, mean and spread over the seeds of each configuration.
-- 'trials' says over how many: a trial that stops early, its accuracy reached, is no longer in later rows.
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
