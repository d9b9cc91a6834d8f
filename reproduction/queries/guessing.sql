-- Accuracy in percent of guesses that ignore the key: any value of the sequence, and its most frequent value. Each of the
-- ten values is equally likely in every place. The latter is E[largest count] / K, with P(no count is above m) =
-- K! / 10^K times the coefficient of x^K in (Σ_j≤m x^j / j!)^10.
WITH limits AS (
  SELECT pairs, explode(sequence(0, pairs - 1)) AS m FROM VALUES (4), (8), (16), (20), (26) AS difficulty (pairs)),
one_value AS (
  SELECT *, transform(sequence(0, pairs), j -> if(j > m, 0D, 1 / exp(aggregate(sequence(0, j), 0D, (s, i) -> s + ln(greatest(i, 1))))))
    AS p
  FROM limits),
ten_values AS (
  SELECT *, aggregate(sequence(2, 10), p, (q, i) ->
    transform(sequence(0, pairs), n -> aggregate(sequence(0, n), 0D, (s, j) -> s + q[j] * p[n - j])))[pairs] AS coefficient
  FROM one_value)
SELECT pairs,
  format_number(100 * (1 / pairs + (1 - 1 / pairs) / 10), 1) AS `any value`,
  format_number(100 / pairs * sum_of(collect_list(
    1 - coefficient * exp(aggregate(sequence(1, pairs), 0D, (s, i) -> s + ln(i))) / pow(10, pairs))), 1)
    AS `most frequent value`
FROM ten_values
GROUP BY pairs
ORDER BY pairs
