package fwlstm.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;

/** The font of all charts: one that is brought along, so that they look the same everywhere. */
final class Fonts {
    private static final String FOLDER = "/com/formdev/flatlaf/fonts/roboto/";

    /** In SVG, where the reader has another font: those are about as wide. */
    static final String FAMILIES = "Roboto, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";

    static final Font TEXT;
    static final Font TITLE;

    static {
        System.setProperty("java.awt.headless", "true");
        TEXT = load("Roboto-Regular.ttf").deriveFont(11f);
        TITLE = load("Roboto-Medium.ttf").deriveFont(12f);
    }

    private Fonts() {}

    private static Font load(String name) {
        try (InputStream file = Fonts.class.getResourceAsStream(FOLDER + name)) {
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (IOException | FontFormatException e) {
            throw new IllegalStateException("font " + name + " cannot be read", e);
        }
    }
}
