package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.cli.Fw.Result;
import fwlstm.report.MadeUp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** The command, and its page as a browser shows it, where there is one. */
@Timeout(180)
class ReportCommandIT {
    @TempDir
    static Path folder;

    private static Path page;
    private static Result result;

    @BeforeAll
    static void report() throws Exception {
        MadeUp.search(folder.resolve("drawn"));
        result = Fw.run("report", folder.resolve("drawn").toString(), "--master", "local[2]");
        page = folder.resolve("drawn/report/report.html");
    }

    @AfterEach
    void letSparkStart() {
        System.clearProperty("spark.master");
    }

    @Test
    void says_where_the_page_is_and_how_many_figures() throws Exception {
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualToNormalizingNewlines("wrote " + page + " and 6 figures\n");
        assertThat(Files.readString(page)).contains("17.50 ± 3.54").contains("fw report " + folder.resolve("drawn"));
        try (Stream<Path> files = Files.list(page.resolveSibling("figures"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("learning-curves.svg", "effects-1.png", "pairs-1.csv", "search-1.svg")
                    .hasSize(18);
        }
    }

    /** Under a master that Spark refuses, a command that got as far as Spark would not end with exit code 2. */
    @Test
    void what_cannot_be_written_or_read_is_refused_before_spark_starts() throws Exception {
        System.setProperty("spark.master", "spark://127.0.0.1:1");
        Path file = Files.writeString(folder.resolve("file"), "");
        String out = file.resolve("report").toString();
        Result refused = Fw.run("report", folder.resolve("drawn").toString(), "--out", out);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .hasLineCount(1)
                .contains("--out " + out, file + " is not a folder", "allowed: a folder");
        Result nothing = Fw.run("report", folder.resolve("nothing").toString());
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("nothing there").hasLineCount(1);
    }

    @Test
    void a_browser_shows_every_figure_on_screens_phones_and_paper_in_light_and_dark() {
        try (Browser browser = Browser.start(folder)) {
            browser.show(1280, 900, "light");
            browser.open(page.toUri().toString());
            assertThat(browser.console()).isEmpty();
            assertFits(browser, 1280);
            String light = browser.find("html").getCssValue("background-color");
            browser.show(390, 844, "dark");
            assertFits(browser, 390);
            assertThat(browser.find("html").getCssValue("background-color")).isNotEqualTo(light);
            assertThat(browser.find("h1").getCssValue("color"))
                    .isEqualTo(browser.find("body").getCssValue("color"));
            Object pdf = browser.driver()
                    .executeCdpCommand("Page.printToPDF", Map.of("printBackground", false))
                    .get("data");
            assertThat(new String(Base64.getDecoder().decode(pdf.toString()), 0, 5, StandardCharsets.US_ASCII))
                    .isEqualTo("%PDF-");
        }
    }

    /** The page does not scroll sideways, every figure is in it, and no table has small print. */
    private static void assertFits(Browser browser, int width) {
        assertThat((Long) browser.script("document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(width);
        List<WebElement> charts = browser.all("figure .chart, figure .wide");
        assertThat(charts).hasSize(10);
        List<String> outside = new ArrayList<>();
        for (WebElement chart : charts) {
            var box = chart.getRect();
            if (box.width < 250 || box.height < 150 || box.x < 0 || box.x + box.width > width) {
                outside.add(Objects.toString(box.getPoint()) + " " + box.getDimension());
            }
        }
        assertThat(outside).isEmpty();
        assertThat(browser.all("td, th, .notes"))
                .isNotEmpty()
                .allMatch(
                        cell -> Double.parseDouble(cell.getCssValue("font-size").replace("px", "")) >= 11);
    }
}
