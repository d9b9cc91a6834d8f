-- What more updates and more training sequences do for mart, from the root of the repository: test error in percent of every
-- seed, from the lowest, of the networks of all studies with 100 and more hidden units.
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
