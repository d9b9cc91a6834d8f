-- Trials that diverged (the loss became NaN or infinite) or failed (see error), with the settings that matter most.
-- planned says whether the sweep file still asks for them.
SELECT status, task, pairs, cell, hidden, learning_rate, clip_norm, lambda, eta, seed, updates_run, host, attempt, error, planned,
  trial_id
FROM trials
WHERE status IN ('diverged', 'failed')
ORDER BY status, task, pairs, cell, hidden, learning_rate, seed, trial_id;
