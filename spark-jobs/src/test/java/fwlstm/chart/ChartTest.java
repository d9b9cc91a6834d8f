package fwlstm.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fwlstm.chart.BarChart.Bar;
import fwlstm.chart.LineChart.Line;
import fwlstm.chart.ParallelCoordinates.Item;
import fwlstm.chart.PointChart.Point;
import fwlstm.chart.PointChart.Series;
import fwlstm.chart.ScatterChart.Dot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the charts contain, as SVG. */
class ChartTest {
    private static final Axis X = Axis.linear("Updates");
    private static final Axis Y = Axis.linear("Accuracy (%)").between(0, 100);
    private static final double[] UPDATES = {100, 200, 300};

    private static final LineChart LINES = new LineChart(
            "art, K = 2",
            X,
            Y,
            List.of(
                    new Line(
                            "one",
                            new Style(0),
                            UPDATES,
                            new double[] {10, 50, 90},
                            new double[] {5, 40, 80},
                            new double[] {15, 60, 95}),
                    new Line("two", new Style(1), UPDATES, new double[] {10, Double.NaN, 20})));

    private static Document parsed(String svg) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }

    private static Document svg(Drawing drawing) {
        return parsed(Svg.document(drawing, "a < b & c"));
    }

    private static Stream<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(k -> (Element) nodes.item(k));
    }

    private static List<String> texts(Document document) {
        return elements(document, "text")
                .map(Element::getTextContent)
                .map(String::strip)
                .toList();
    }

    /** How many shapes have a colour of their own or of the group around them. */
    private static long shapes(Document document, String attribute, java.awt.Color color) {
        String rgb = "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
        return Stream.of("path", "rect", "circle", "ellipse", "polygon", "polyline", "line")
                .flatMap(name -> elements(document, name))
                .filter(shape -> {
                    String own = shape.getAttribute(attribute);
                    String inherited = ((Element) shape.getParentNode()).getAttribute(attribute);
                    return (own.isEmpty() ? inherited : own).equals(rgb);
                })
                .count();
    }

    @Test
    void lines_have_axis_titles_and_a_band_only_where_there_is_a_spread() {
        Document document = svg(LINES);
        assertThat(texts(document)).contains("art, K = 2", "Updates", "Accuracy (%)", "0", "100", "300");
        assertThat(elements(document, "title").map(Element::getTextContent)).containsExactly("a < b & c");
        assertThat(shapes(document, "stroke", Palette.series(0)))
                .as("line, and rim of its marker")
                .isEqualTo(2);
        assertThat(shapes(document, "fill", Palette.series(0)))
                .as("band and marker")
                .isEqualTo(2);
        assertThat(shapes(document, "fill", Palette.series(1))).as("marker").isEqualTo(1);
    }

    @Test
    void arrays_of_different_lengths_are_refused() {
        assertThatThrownBy(() -> new Line("one", new Style(0), UPDATES, new double[2]))
                .hasMessage("line one has 3 x, 2 y, 2 low and 2 high");
        assertThatThrownBy(() -> new HeatMap(
                        "",
                        "",
                        "",
                        List.of("a"),
                        List.of("b", "c"),
                        new double[1][1],
                        new ColorScale("", ColorScale.Kind.SEQUENTIAL, 0, 1)))
                .hasMessage("heat map with 2 names for 1 rows");
    }

    @Test
    void points_have_markers_bars_and_labels_and_open_ones_show_the_paper() {
        PointChart chart = new PointChart(
                "art",
                Axis.linear("K").at(List.of(2, 4)),
                Axis.linear("Test error (%)"),
                List.of(
                        new Series("one", new Style(0), List.of(new Point(2, 1, 0.5, 1.5, false, ""), new Point(4, 2))),
                        new Series("two", new Style(1), List.of(new Point(4, 3, 3, 3, true, "2/3")))),
                false);
        Document document = svg(chart);
        assertThat(texts(document)).contains("2", "4", "2/3", "K", "Test error (%)");
        assertThat(shapes(document, "fill", Palette.series(0))).isEqualTo(2);
        assertThat(shapes(document, "fill", Palette.series(1))).isZero();
        assertThat(shapes(document, "fill", Palette.PAPER)).isEqualTo(1);
    }

    @Test
    void a_logarithmic_axis_leaves_out_what_is_not_above_0() {
        ScatterChart chart = new ScatterChart(
                "",
                Axis.log("learning_rate"),
                Y,
                List.of(new Dot(1e-4, 10, 0), new Dot(1e-2, 20, 0), new Dot(0, 30, 0)),
                Optional.empty());
        Document document = svg(chart);
        assertThat(texts(document)).contains("0.0001", "0.001", "0.01");
        assertThat(shapes(document, "fill", Palette.series(0))).isEqualTo(2);
    }

    @Test
    void a_heat_map_has_a_cell_for_each_value_and_none_for_nan() {
        double[][] values = {{-2, 0.5, 1}, {1, Double.NaN, 2}};
        ColorScale colors = ColorScale.deviations("weight", values);
        assertThat(colors.low()).isEqualTo(-2);
        assertThat(colors.high()).isEqualTo(2);
        HeatMap map = new HeatMap("A", "to", "from", List.of("x", "y", "z"), List.of("u", "v"), values, colors);
        Document document = svg(map);
        assertThat(texts(document)).contains("A", "to", "from", "x", "y", "z", "u", "v", "weight");
        // Its strip of colours has the middle one, too, but not those of both ends.
        assertThat(shapes(document, "fill", Palette.deviationOf(0.75))).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_surface_has_a_box_for_each_run_of_a_colour_and_none_for_nan() {
        ColorScale colors = new ColorScale("Accuracy (%)", ColorScale.Kind.SEQUENTIAL, 0, 100);
        double[][] values = {{50, 50, 50, 50}, {50, 50, Double.NaN, 50}};
        ScatterChart chart =
                new ScatterChart("", X.between(0, 4), Y, List.of(new Dot(1, 20, 90)), colors, new Surface(values));
        long strip = shapes(
                svg(new ScatterChart("", X.between(0, 4), Y, chart.dots(), Optional.of(colors))),
                "fill",
                colors.color(50));
        assertThat(shapes(svg(chart), "fill", colors.color(50)) - strip).isEqualTo(3);
    }

    @Test
    void bars_have_names_and_values_and_the_first_is_at_the_top() {
        BarChart chart = new BarChart(
                "art",
                Axis.linear("Importance (%)"),
                List.of(new Bar("lambda", 70, "70.0"), new Bar("eta", 30, "30.0")));
        Document document = svg(chart);
        assertThat(texts(document)).contains("art", "Importance (%)", "lambda", "eta", "70.0", "30.0");
        assertThat(height(document, "lambda")).isLessThan(height(document, "eta"));
        assertThat(shapes(document, "fill", Palette.series(0))).isEqualTo(2);
    }

    private static double height(Document document, String text) {
        return elements(document, "text")
                .filter(element -> element.getTextContent().strip().equals(text))
                .mapToDouble(element -> Double.parseDouble(element.getAttribute("y")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void points_on_the_front_are_filled_and_the_others_open() {
        FrontChart chart = new FrontChart(
                "art",
                X,
                Y,
                List.of(
                        new FrontChart.Series(
                                "one",
                                new Style(0),
                                List.of(new FrontChart.Point(1, 80, true), new FrontChart.Point(3, 70, false))),
                        new FrontChart.Series("two", new Style(1), List.of(new FrontChart.Point(2, 60, true)))));
        Document document = svg(chart);
        assertThat(texts(document)).contains("art", "Updates", "Accuracy (%)");
        assertThat(shapes(document, "fill", Palette.series(0))).isEqualTo(1);
        assertThat(shapes(document, "fill", Palette.series(1))).isEqualTo(1);
        assertThat(shapes(document, "fill", Palette.PAPER)).isEqualTo(1);
        assertThat(shapes(document, "stroke", Palette.MUTED))
                .as("down, right, down, right")
                .isEqualTo(4);
    }

    @Test
    void parallel_coordinates_have_a_line_for_each_item_and_end_in_its_value() {
        ParallelCoordinates chart = new ParallelCoordinates(
                "",
                List.of(Axis.log("learning_rate"), Axis.categories("batch", List.of("64", "128"))),
                List.of(new Item(new double[] {1e-3, 0}, 10), new Item(new double[] {1e-2, 1}, 90)),
                new ColorScale("Accuracy (%)", ColorScale.Kind.SEQUENTIAL, 10, 90));
        Document document = svg(chart);
        assertThat(texts(document)).contains("learning_rate", "batch", "64", "128", "Accuracy (%)", "0.001");
        assertThat(shapes(document, "stroke", Palette.amountOf(0))).isPositive();
        assertThat(shapes(document, "stroke", Palette.amountOf(1))).isPositive();
    }

    @Test
    void inline_drawings_take_the_colours_of_the_page_and_share_no_id() {
        String first = Svg.inline(LINES, "first", "lines");
        String second = Svg.inline(LINES, "second", "lines");
        assertThat(first).contains("var(--chart-series-0)", "var(--chart-text)", "var(--chart-grid)");
        assertThat(first).doesNotContain("rgb(31,35,40)");
        assertThat(Svg.stylesheet()).contains("--chart-series-0:#0072b2", "prefers-color-scheme:dark");
        Set<String> ids = ids(first);
        assertThat(ids).isNotEmpty().doesNotContainAnyElementsOf(ids(second));
    }

    private static Set<String> ids(String svg) {
        Set<String> ids = new HashSet<>();
        Stream.of("clipPath", "linearGradient", "g", "defs")
                .flatMap(name -> elements(parsed(svg), name))
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty() && !id.equals("genericDefs"))
                .forEach(ids::add);
        return ids;
    }

    @Test
    void drawings_do_not_change_from_one_time_to_the_next() {
        assertThat(Svg.document(LINES, "lines")).isEqualTo(Svg.document(LINES, "lines"));
    }

    @Test
    void a_figure_sets_charts_in_rows_below_the_legend() throws Exception {
        Legend legend = new Legend(
                List.of(new Legend.Entry("one", new Style(0)), new Legend.Entry("two", new Style(1))), false, true);
        Figure figure = new Figure(List.of(LINES, LINES, LINES), 2, Optional.of(legend));
        assertThat(figure.width()).isGreaterThanOrEqualTo(2 * LINES.width());
        assertThat(figure.height()).isGreaterThan(2 * LINES.height() + legend.height());
        assertThat(texts(svg(figure)))
                .contains("one", "two")
                .filteredOn("Updates"::equals)
                .hasSize(3);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.bytes(figure)));
        assertThat(image.getWidth()).isEqualTo(2 * figure.width());
        assertThat(image.getRGB(image.getWidth() - 1, image.getHeight() - 1)).isEqualTo(0xffffffff);
    }

    @Test
    void a_png_has_every_pixel() throws Exception {
        BufferedImage drawn = LINES.image();
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(Png.bytes(LINES)));
        assertThat(read.getHeight()).isEqualTo(drawn.getHeight());
        assertThat(pixels(read)).hasSizeGreaterThan(100_000).isEqualTo(pixels(drawn));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void a_legend_wider_than_the_charts_has_several_rows() throws Exception {
        List<Legend.Entry> entries = IntStream.range(0, 12)
                .mapToObj(k -> new Legend.Entry("a series with a long name " + k, new Style(k)))
                .toList();
        Legend row = new Legend(entries, true, true);
        Figure figure = new Figure(List.of(LINES, LINES), 2, Optional.of(row));
        assertThat(row.width()).isGreaterThan(2 * figure.width());
        assertThat(figure.width()).isLessThan(2 * LINES.width() + 30);
        assertThat(figure.height()).isGreaterThan(LINES.height() + 3 * row.height());
        assertThat(texts(svg(figure)))
                .containsAll(entries.stream().map(Legend.Entry::name).toList());
    }

    @Test
    void numbers_are_short() {
        assertThat(Stream.of(0.0, 0.001, 12.0, 0.25, 2500.0, 43237.0, 1.5e6, -3.0, 2e-5)
                        .map(Axis::number))
                .containsExactly("0", "0.001", "12", "0.25", "2500", "43.237k", "1.5M", "−3", "2e−5");
    }

    @Test
    void narrow_logarithmic_axes_still_have_labels() {
        assertThat(Axis.log("parameters").between(19_000, 45_000).labels())
                .extracting(Axis.Tick::label)
                .containsExactly("20k", "30k", "40k");
    }

    @Test
    void an_axis_that_is_logarithmic_from_zero_has_a_place_for_0_and_for_small_values() {
        Axis errors = Axis.logFromZero("Test error (%)", 0.01).fitting(DoubleStream.of(0, 0.01, 60));
        assertThat(errors.labels()).extracting(Axis.Tick::label).containsExactly("0", "0.1", "1", "10");
        assertThat(errors.position(0)).isZero();
        assertThat(errors.position(10) - errors.position(1)).isCloseTo(1, within(0.01));
        assertThat(errors.low()).isNegative();
        assertThat(errors.high()).isBetween(60.0, 100.0);
        assertThat(Axis.logFromZero("Test error (%)", 0.01).between(15, 70).labels())
                .extracting(Axis.Tick::label)
                .containsExactly("20", "30", "40", "50", "60");
    }
}
