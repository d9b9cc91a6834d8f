package fwlstm.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import fwlstm.chart.Drawing;
import fwlstm.chart.Legend;
import fwlstm.chart.LineChart;
import fwlstm.chart.Svg;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sections as a self-contained web page. */
final class Page {
    /** Longer tables do not help a reader; they are in a file. */
    private static final int MOST_ROWS = 60;

    private static final int WIDE = 480;

    /** With more dots or lines than this a figure is larger as part of a page than as an image. */
    private static final int MOST_MARKS = 1000;

    private Page() {}

    static String html(String title, Overview overview, List<Section> sections) {
        Map<String, Object> page = new HashMap<>();
        page.put("title", title);
        page.put("sentence", overview.sentence());
        page.put("finished", overview.finished());
        page.put("style", stylesheet());
        page.put("sections", parts(sections, Optional.empty()));
        return Mustache.compiler().compile(resource("report.mustache")).execute(page);
    }

    /** The style of the page. */
    static String stylesheet() {
        return Svg.stylesheet() + resource("report.css");
    }

    /**
     * The sections, with their figures numbered.
     *
     * @param images the query of the addresses of figures that are loaded as images since they have very many dots or
     *     lines; empty if all are in the page
     */
    static List<Part> parts(List<Section> sections, Optional<String> images) {
        Template template = Mustache.compiler().compile(resource("section.mustache"));
        int figures = 0;
        List<Part> parts = new ArrayList<>();
        for (Section section : sections) {
            List<Map<String, Object>> blocks = new ArrayList<>();
            for (Section.Block block : section.blocks()) {
                Map<String, Object> part = new HashMap<>();
                part.put("text", block.text());
                part.put("heading", block.heading());
                part.put("table", block.table());
                part.put("code", block.code());
                part.put("figure", block.plate() == null ? null : figure(block.plate(), ++figures, images));
                blocks.add(part);
            }
            String html = template.execute(Map.of("id", section.id(), "title", section.title(), "blocks", blocks));
            parts.add(new Part(section.id(), section.title(), html));
        }
        return parts;
    }

    private static Map<String, Object> figure(ReportFigure plate, int number, Optional<String> images) {
        Map<String, Object> figure = new HashMap<>();
        figure.put("number", number);
        figure.put("name", plate.name());
        figure.put("caption", plate.caption());
        if (images.isPresent() && isDense(plate)) {
            figure.put("image", plate.name() + ".png" + images.get());
            figure.put("legend", List.of());
            figure.put("charts", List.of());
        } else {
            draw(plate, figure);
        }
        figure.put("data", plate.data().size() <= MOST_ROWS ? plate.data().format(TextTable.Format.HTML) : null);
        return figure;
    }

    /** Whether a figure has a mark for each of very many rows. */
    private static boolean isDense(ReportFigure plate) {
        return plate.data().size() > MOST_MARKS
                && plate.charts().stream().noneMatch(chart -> chart instanceof LineChart);
    }

    private static void draw(ReportFigure plate, Map<String, Object> figure) {
        figure.put(
                "legend",
                plate.legend().stream()
                        .flatMap(legend -> legend.each().stream())
                        .map(entry -> legend(entry, plate.name()))
                        .toList());
        List<Map<String, Object>> charts = new ArrayList<>();
        for (Drawing chart : plate.charts()) {
            String id = plate.name() + "-" + charts.size();
            charts.add(Map.of(
                    "svg",
                    Svg.inline(chart, id, plate.caption()),
                    "wide",
                    chart.width() >= WIDE,
                    "width",
                    chart.width()));
        }
        figure.put("charts", charts);
    }

    private static Map<String, Object> legend(Legend entry, String name) {
        String series = entry.entries().get(0).name();
        return Map.of(
                "svg",
                Svg.inline(entry, name + "-legend-" + series.replaceAll("[^A-Za-z0-9]+", "-"), series),
                "width",
                entry.width(),
                "height",
                entry.height());
    }

    private static String resource(String name) {
        try (InputStream file = Page.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
