package fwlstm.chart;

import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.data.xy.DefaultXYZDataset;

/**
 * A matrix as coloured cells, its first row at the top.
 *
 * @param x the label of the columns
 * @param y the label of the rows
 * @param columns a name for each column
 * @param rows a name for each row
 * @param values rows × columns; NaN leaves a cell empty
 */
public record HeatMap(
        String title,
        String x,
        String y,
        List<String> columns,
        List<String> rows,
        double[][] values,
        ColorScale colors,
        int width,
        int height)
        implements Drawing {
    public HeatMap {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (values.length != rows.size()) {
            throw new IllegalArgumentException(
                    "heat map with " + rows.size() + " names for " + values.length + " rows");
        }
        for (double[] row : values) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException(
                        "heat map with " + columns.size() + " names for " + row.length + " columns");
            }
        }
    }

    /** A map of the usual size. */
    public HeatMap(
            String title,
            String x,
            String y,
            List<String> columns,
            List<String> rows,
            double[][] values,
            ColorScale colors) {
        this(title, x, y, columns, rows, values, colors, Plots.WIDTH, Plots.HEIGHT);
    }

    @Override
    public void draw(Graphics2D graphics) {
        int cells = 0;
        double[][] xyz = new double[3][rows.size() * columns.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.size(); j++) {
                if (!Double.isNaN(values[i][j])) {
                    xyz[0][cells] = j;
                    xyz[1][cells] = i;
                    xyz[2][cells++] = values[i][j];
                }
            }
        }
        double[][] filled = new double[3][];
        for (int k = 0; k < 3; k++) {
            filled[k] = Arrays.copyOf(xyz[k], cells);
        }
        DefaultXYZDataset data = new DefaultXYZDataset();
        data.addSeries(0, filled);
        XYBlockRenderer renderer = new XYBlockRenderer();
        renderer.setPaintScale(colors.paintScale());
        XYPlot plot = Plots.plot(data, Axis.categories(x, columns), Axis.categories(y, rows), renderer);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.getRangeAxis().setInverted(true);
        JFreeChart chart = Plots.chart(title, plot);
        Plots.addScale(chart, colors);
        Plots.draw(chart, graphics, width, height);
    }
}
