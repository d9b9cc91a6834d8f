-- The effect of more updates and more training sequences on mart; to be run in the repository's root. Test error in
-- percent of every seed, in ascending order, of the networks of all studies with at least 100 hidden units.
WITH recorded AS (
  SELECT DISTINCT trial_id, int(regexp_extract(_metadata.file_path, 'pairs=([0-9]+)', 1)) AS pairs, cell, hidden, data_train,
    updates, test_error
  FROM parquet.`reproduction/*/trials/task=mart/*/*.parquet`)
SELECT pairs, cell, hidden, data_train AS sequences, updates,
  concat_ws(', ', transform(array_sort(collect_list(test_error)), error -> string(CAST(100 * error AS DECIMAL(6, 2))))) AS `test error %`,
  CAST(100 * mean_of(collect_list(test_error)) AS DECIMAL(6, 2)) AS mean
FROM recorded
WHERE pairs >= 8 AND hidden >= 100
GROUP BY ALL
ORDER BY ALL
