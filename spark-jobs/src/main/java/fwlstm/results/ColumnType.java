package fwlstm.results;

import java.time.Instant;

/**
 * The type of a column's values, which may also be null: in Java {@code String}, {@code Integer} and so on; tables have
 * corresponding types.
 */
public enum ColumnType {
    STRING,
    INTEGER,
    LONG,
    DOUBLE,
    BOOLEAN,
    /** A point in time, stored to the microsecond in tables. */
    INSTANT;

    /** The type of the columns that hold values of a class; enums are kept by name. */
    static ColumnType of(Class<?> type) {
        if (type == String.class || type.isEnum()) {
            return STRING;
        } else if (type == int.class || type == Integer.class) {
            return INTEGER;
        } else if (type == long.class || type == Long.class) {
            return LONG;
        } else if (type == double.class || type == Double.class) {
            return DOUBLE;
        } else if (type == boolean.class || type == Boolean.class) {
            return BOOLEAN;
        } else if (type == Instant.class) {
            return INSTANT;
        }
        throw new IllegalArgumentException("no column type for " + type);
    }
}
