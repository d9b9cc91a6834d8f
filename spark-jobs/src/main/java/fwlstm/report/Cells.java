package fwlstm.report;

import fwlstm.table.TextTable;

/** Values as they stand in the cells of the report's tables. */
final class Cells {
    private static final String NOTHING = "–";

    private Cells() {}

    static String number(double value, int digits) {
        return Double.isNaN(value) ? NOTHING : TextTable.number(value, digits);
    }

    static String text(Object value) {
        return value == null ? NOTHING : value.toString();
    }
}
