-- The cost of all studies, and an estimate for PyTorch on the same cores: our seconds times the ratios measured in
-- core/benchmarks/vector-2026-11.md, for fw-lstm with the fast weights as a matrix or in attention form. To be run in the
-- repository's root. Sizes between those measured count as the nearest; irnn was not measured and its ratio is 1. Trials
-- that several studies share count in one of them, in paper if possible.
WITH recorded AS (
  SELECT *,
    regexp_extract(_metadata.file_path, 'reproduction/([^/]+)/', 1) AS study,
    int(regexp_extract(_metadata.file_path, 'pairs=([0-9]+)', 1)) AS k
  FROM parquet.`reproduction/*/trials/*/*/*.parquet`),
counted AS (
  SELECT * FROM recorded
  QUALIFY row_number() OVER (PARTITION BY trial_id ORDER BY study <> 'paper', study) = 1),
compared AS (
  SELECT *,
    CASE cell WHEN 'fw-rnn' THEN 8 WHEN 'ln-lstm' THEN 5 WHEN 'lstm' THEN 5 WHEN 'irnn' THEN 1
      ELSE CASE WHEN hidden <= 35 THEN 10 WHEN hidden <= 75 THEN 5 ELSE 4 END END AS attention,
    CASE WHEN hidden <= 35 THEN CASE WHEN k <= 12 THEN 23 ELSE 22 END
      WHEN hidden <= 75 THEN CASE WHEN k <= 6 THEN 29 WHEN k <= 12 THEN 21 ELSE 12 END
      ELSE CASE WHEN k <= 6 THEN 20 WHEN k <= 12 THEN 32 ELSE 25 END END AS matrix
  FROM counted)
SELECT coalesce(study, 'all') AS study,
  count(*) AS trials,
  format_number(sum(updates_run), 0) AS updates,
  round(sum_of(collect_list(train_seconds)) / 3600, 1) AS `core-hours`,
  round(sum_of(collect_list(train_seconds * attention)) / 3600, 1) AS `PyTorch, attention`,
  round(sum_of(collect_list(train_seconds * if(cell = 'fw-lstm', matrix, attention))) / 3600, 1) AS `PyTorch, matrix`
FROM compared
GROUP BY ROLLUP (study)
ORDER BY compared.study IS NULL, study
