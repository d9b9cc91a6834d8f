-- mart with sixteen pairs: loss on the training set, in nats, and validation accuracy in percent after so many updates;
-- mean over seeds.
SELECT hidden, cell, count(DISTINCT trial_id) AS seeds,
  format_number(mean_of(collect_list(train_loss) FILTER (WHERE update = 5000)), 2) AS `loss at 5,000`,
  format_number(mean_of(collect_list(train_loss) FILTER (WHERE update = 20000)), 2) AS `loss at 20,000`,
  format_number(mean_of(collect_list(train_loss) FILTER (WHERE update = 40000)), 2) AS `loss at 40,000`,
  format_number(100 * mean_of(collect_list(validation_accuracy) FILTER (WHERE update = 5000)), 1) AS `accuracy at 5,000`,
  format_number(100 * mean_of(collect_list(validation_accuracy) FILTER (WHERE update = 20000)), 1) AS `accuracy at 20,000`,
  format_number(100 * mean_of(collect_list(validation_accuracy) FILTER (WHERE update = 40000)), 1) AS `accuracy at 40,000`
FROM curves JOIN (SELECT trial_id, cell, hidden FROM trials) USING (trial_id)
WHERE task = 'mart' AND pairs = 16
GROUP BY hidden, cell
ORDER BY hidden, cell
