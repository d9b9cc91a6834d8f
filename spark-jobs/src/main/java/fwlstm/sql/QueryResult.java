package fwlstm.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.ConfigException;
import fwlstm.text.TextTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The answer to a query, read completely.
 *
 * @param columns their names, in order
 * @param rows the values by column; null if there is none
 */
public record QueryResult(List<String> columns, List<List<Object>> rows) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The answer to a statement.
     *
     * @param source the origin of the statement, for messages; empty if it needs no name
     * @throws QueryException if Spark refuses it, or cannot finish it
     */
    public static QueryResult to(SparkSession spark, String statement, String source) {
        try {
            return of(spark.sql(statement));
        } catch (Exception e) { // Spark's AnalysisException, a checked one that sql() does not declare
            throw QueryException.of(source, e);
        }
    }

    private static QueryResult of(Dataset<Row> answer) {
        return new QueryResult(
                Arrays.asList(answer.columns()),
                answer.collectAsList().stream()
                        .map(row -> IntStream.range(0, row.size())
                                .mapToObj(k -> plain(row.get(k)))
                                .toList())
                        .toList());
    }

    /**
     * The answer as text.
     *
     * @throws ConfigException if two columns have the same name, which JSON does not allow
     */
    public String format(ResultFormat format) {
        return switch (format) {
            case TEXT -> table().format(TextTable.Format.TEXT);
            case CSV -> csv();
            case MARKDOWN -> table().format(TextTable.Format.MARKDOWN);
            case LATEX -> table().format(TextTable.Format.LATEX);
            case JSON -> json();
        };
    }

    private TextTable table() {
        TextTable table = new TextTable(columns);
        rows.forEach(row -> table.add(row.stream().map(QueryResult::cell).toList()));
        return table;
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof List || value instanceof Map ? json(value) : value.toString();
    }

    /** A line of names, then one per row; a missing value is an empty cell, an empty text is two quotation marks. */
    private String csv() {
        List<String> lines = new ArrayList<>(List.of(TextTable.csvRow(columns)));
        for (List<Object> row : rows) {
            lines.add(row.stream()
                    .map(value -> "".equals(value) ? "\"\"" : TextTable.csvRow(List.of(cell(value))))
                    .collect(Collectors.joining(",")));
        }
        return String.join("\n", lines);
    }

    /** One array with an object per row, each on its own line; null for missing values. */
    private String json() {
        Set<String> names = new HashSet<>();
        for (String column : columns) {
            if (!names.add(column)) {
                throw ConfigException.of("QUERY", "two columns " + column, "one name for each, given with AS, in JSON");
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int k = 0; k < columns.size(); k++) {
                object.put(columns.get(k), row.get(k));
            }
            lines.add(json(object));
        }
        return lines.isEmpty() ? "[]" : lines.stream().collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(jsonValue(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Types that JSON does not have become text; NaN and infinities become null. */
    private static Object jsonValue(Object value) {
        if (value instanceof Double x && !Double.isFinite(x) || value instanceof Float f && !Float.isFinite(f)) {
            return null;
        } else if (value == null
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Double
                || value instanceof Float
                || value instanceof BigDecimal) {
            return value;
        } else if (value instanceof List<?> list) {
            return list.stream().map(QueryResult::jsonValue).collect(Collectors.toCollection(ArrayList::new));
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((key, element) -> object.put(String.valueOf(key), jsonValue(element)));
            return object;
        }
        return value.toString();
    }

    /** Converts Spark's arrays, maps and structures to Java's. */
    private static Object plain(Object value) {
        if (value instanceof Row row) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int k = 0; k < row.size(); k++) {
                fields.put(row.schema().fieldNames()[k], plain(row.get(k)));
            }
            return fields;
        } else if (value instanceof scala.collection.Seq<?> elements) {
            List<Object> list = new ArrayList<>();
            CollectionConverters.asJava(elements).forEach(element -> list.add(plain(element)));
            return list;
        } else if (value instanceof scala.collection.Map<?, ?> entries) {
            Map<Object, Object> map = new LinkedHashMap<>();
            CollectionConverters.asJava(entries).forEach((key, element) -> map.put(plain(key), plain(element)));
            return map;
        }
        return value;
    }
}
