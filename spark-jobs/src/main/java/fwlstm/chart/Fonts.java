package fwlstm.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;

/** The font of all charts, which is bundled so that they look the same everywhere. */
final class Fonts {
    private static final String FOLDER = "/com/formdev/flatlaf/fonts/roboto/";

    /** For SVG: fallback fonts of about the same width. */
    static final String FAMILIES = "Roboto, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

    private static Font text;
    private static Font title;

    private Fonts() {}

    /** For labels. */
    static synchronized Font text() {
        if (text == null) {
            text = load("Roboto-Regular.ttf").deriveFont(11f);
        }
        return text;
    }

    /** For titles. */
    static synchronized Font title() {
        if (title == null) {
            title = load("Roboto-Medium.ttf").deriveFont(12f);
        }
        return title;
    }

    private static Font load(String name) {
        System.setProperty("java.awt.headless", "true");
        try (InputStream file = Fonts.class.getResourceAsStream(FOLDER + name)) {
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (IOException | FontFormatException e) {
            throw new IllegalStateException("font " + name + " cannot be read", e);
        } catch (RuntimeException | LinkageError | InternalError e) { // thrown by Java if libraries are missing
            throw new IllegalStateException(
                    "Java cannot draw text on this machine; install fontconfig and FreeType, such as by apt-get install"
                            + " fontconfig libfreetype6 (" + e + ")",
                    e);
        }
    }
}
