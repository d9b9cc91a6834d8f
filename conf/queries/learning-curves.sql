-- Learning curves: validation accuracy after so many updates, mean and spread over the seeds of each configuration.
-- 'trials' says over how many: a trial that stops early, its accuracy reached, is no longer in later rows.
SELECT task, pairs, cell, hidden, config_id, update,
  count(validation_accuracy) AS trials,
  round(avg(validation_accuracy), 4) AS accuracy_mean,
  round(stddev_samp(validation_accuracy), 4) AS accuracy_std,
  round(avg(train_loss), 4) AS train_loss_mean,
  round(avg(curves.validation_loss), 4) AS validation_loss_mean
FROM curves JOIN trials USING (trial_id, task, pairs)
GROUP BY task, pairs, cell, hidden, config_id, update
ORDER BY task, pairs, cell, hidden, config_id, update;
