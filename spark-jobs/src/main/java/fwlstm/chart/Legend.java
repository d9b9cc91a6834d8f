package fwlstm.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.util.List;

/**
 * What series are called, in one row.
 *
 * @param marker whether the series have markers
 * @param line whether the series are lines
 */
public record Legend(List<Entry> entries, boolean marker, boolean line) implements Drawing {
    private static final int SAMPLE = 26;
    private static final int SPACE = 7;
    private static final int GAP = 22;
    private static final Font FONT = Fonts.text().deriveFont(12f);
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    public Legend {
        entries = List.copyOf(entries);
    }

    /** A series. */
    public record Entry(String name, Style style) {}

    /** A legend for each series alone, for pages that break lines themselves. */
    public List<Legend> each() {
        return entries.stream()
                .map(entry -> new Legend(List.of(entry), marker, line))
                .toList();
    }

    @Override
    public int width() {
        return entries.stream().mapToInt(Legend::width).sum() + GAP * (entries.size() - 1) + 2;
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
        return 18;
    }

    @Override
    public void draw(Graphics2D graphics) {
        graphics.setFont(FONT);
        FontMetrics metrics = graphics.getFontMetrics();
        double left = 1;
        double middle = height() / 2.0;
        for (Entry entry : entries) {
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
            left += width(entry) + GAP;
        }
    }
}
