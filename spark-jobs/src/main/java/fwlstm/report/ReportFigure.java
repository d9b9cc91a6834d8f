package fwlstm.report;

import fwlstm.chart.Drawing;
import fwlstm.chart.Figure;
import fwlstm.chart.Legend;
import fwlstm.text.TextTable;
import java.util.List;
import java.util.Optional;

/**
 * A figure of the report with its charts, legend, caption and data.
 *
 * @param name of its files, unique in the report
 * @param charts side by side, as far as there is room
 * @param caption its content, and how that was computed
 * @param data the numbers behind it
 */
record ReportFigure(
        String name, List<? extends Drawing> charts, Optional<Legend> legend, String caption, TextTable data) {
    private static final int WIDTH = 1000;

    ReportFigure {
        charts = List.copyOf(charts);
    }

    /** All of it as one drawing. */
    Figure figure() {
        int widest = charts.stream().mapToInt(Drawing::width).max().orElseThrow();
        return new Figure(charts, Math.max(1, WIDTH / widest), legend);
    }
}
