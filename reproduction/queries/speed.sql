-- Updates until validation accuracy first reached 50, 95 and 99 %: median over the seeds that got there, and how many
-- did.
SELECT task, pairs, hidden, cell,
  coalesce(format_number(median(updates_to_50), 0), 'never') || ' (' || count(updates_to_50) || '/' || count(*) || ')' AS `50 %`,
  coalesce(format_number(median(updates_to_95), 0), 'never') || ' (' || count(updates_to_95) || '/' || count(*) || ')' AS `95 %`,
  coalesce(format_number(median(updates_to_99), 0), 'never') || ' (' || count(updates_to_99) || '/' || count(*) || ')' AS `99 %`
FROM trials
WHERE status = 'done'
GROUP BY task, pairs, hidden, cell
ORDER BY task, pairs, hidden, cell
