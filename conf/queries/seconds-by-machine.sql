-- Where trials ran and how long they took. The trials of a pack share its seconds: the sum counts them once.
SELECT host, device, provider, cell, hidden, pairs,
  count(*) AS trials,
  round(mean_of(collect_list(train_seconds)), 2) AS seconds_per_trial,
  round(sum_of(collect_list(train_seconds / pack_width)), 1) AS seconds_in_all,
  round(1000 * sum_of(collect_list(train_seconds / pack_width)) / sum(updates_run), 3) AS milliseconds_per_update
FROM trials
WHERE updates_run > 0
GROUP BY host, device, provider, cell, hidden, pairs
ORDER BY host, device, provider, cell, hidden, pairs;
