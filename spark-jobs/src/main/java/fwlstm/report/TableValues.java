package fwlstm.report;

import fwlstm.text.TextTable;
import java.math.BigDecimal;

/** Formats values for the cells of the report's tables. */
final class TableValues {
    private static final String NOTHING = "–";

    private TableValues() {}

    static String number(double value, int digits) {
        return Double.isNaN(value) ? NOTHING : TextTable.number(value, digits);
    }

    /** A setting or a name; numbers without an exponent. */
    static String text(Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
        return value == null ? NOTHING : value.toString();
    }
}
