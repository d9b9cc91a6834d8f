package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of series, in rows.
 *
 * @param marker whether the series have markers
 * @param line whether the series are lines
 * @param most the largest width of a row with more than one entry
 */
public record Legend(List<Entry> entries, boolean marker, boolean line, int most) implements Drawing {
    private static final int ROW = 18;
    private static final int SAMPLE = 26;
    private static final int SPACE = 7;
    private static final int GAP = 22;
    private static final Font FONT = Fonts.text().deriveFont(12f);
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    public Legend {
        entries = List.copyOf(entries);
    }

    /** A legend in one row. */
    public Legend(List<Entry> entries, boolean marker, boolean line) {
        this(entries, marker, line, Integer.MAX_VALUE);
    }

    /** The same in as many rows as the width requires. */
    Legend within(int width) {
        return new Legend(entries, marker, line, width);
    }

    /** A series. */
    public record Entry(String name, Style style) {}

    /** A separate legend for each series, for pages that break lines themselves. */
    public List<Legend> each() {
        return entries.stream()
                .map(entry -> new Legend(List.of(entry), marker, line))
                .toList();
    }

    @Override
    public int width() {
        return rows().stream().mapToInt(Legend::width).max().orElse(0);
    }

    private List<List<Entry>> rows() {
        List<List<Entry>> rows = new ArrayList<>();
        List<Entry> row = List.of();
        for (Entry entry : entries) {
            List<Entry> longer = new ArrayList<>(row);
            longer.add(entry);
            if (row.isEmpty() || width(longer) > most) {
                row = new ArrayList<>(List.of(entry));
                rows.add(row);
            } else {
                row.add(entry);
            }
        }
        return rows;
    }

    private static int width(List<Entry> row) {
        return row.stream().mapToInt(Legend::width).sum() + GAP * (row.size() - 1) + 2;
    }

    private static int width(Entry entry) {
        return SAMPLE
                + SPACE
                + (int) Math.ceil(Fonts.text()
                        .deriveFont(12f)
                        .getStringBounds(entry.name, CONTEXT)
                        .getWidth());
    }

    @Override
    public int height() {
        return ROW * rows().size();
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setFont(FONT);
        FontMetrics metrics = graphics.getFontMetrics();
        double middle = ROW / 2.0;
        for (List<Entry> row : rows()) {
            double left = 1;
            for (Entry entry : row) {
                draw(entry, graphics, metrics, left, middle);
                left += width(entry) + GAP;
            }
            middle += ROW;
        }
    }

    private void draw(Entry entry, Graphics2D graphics, FontMetrics metrics, double left, double middle) {
        graphics.setPaint(entry.style.color());
        if (line) {
            graphics.setStroke(entry.style.stroke(marker ? 1.1f : 1.7f));
            graphics.draw(new Line2D.Double(left, middle, left + SAMPLE, middle));
        }
        if (marker) {
            graphics.setStroke(new BasicStroke(1));
            graphics.fill(AffineTransform.getTranslateInstance(left + SAMPLE / 2.0, middle)
                    .createTransformedShape(entry.style.marker()));
        }
        graphics.setPaint(Palette.TEXT);
        graphics.drawString(
                entry.name, (float) (left + SAMPLE + SPACE), (float) (middle + metrics.getAscent() / 2.0 - 2));
    }
}
