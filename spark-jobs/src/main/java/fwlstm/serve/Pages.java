package fwlstm.serve;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import fwlstm.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The templates, the style and the script. Templates escape all that is not HTML already. */
final class Pages {
    private static final Map<String, Template> TEMPLATES = new ConcurrentHashMap<>();

    private Pages() {}

    /** A part of a page. */
    static String part(String template, Map<String, Object> values) {
        return TEMPLATES
                .computeIfAbsent(
                        template,
                        name -> Mustache.compiler()
                                .defaultValue("")
                                .emptyStringIsFalse(true)
                                .compile(new String(resource(name + ".mustache"), StandardCharsets.UTF_8)))
                .execute(values);
    }

    /**
     * A page.
     *
     * @param title plain text
     * @param values of the frame: {@code kicker} and {@code body}, and the address {@code live} if it stays up to date
     */
    static String page(String title, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("title", title);
        return part("page", all);
    }

    /** A page with a sentence. */
    static String message(String title, String sentence) {
        return page(title, Map.of("body", part("message", Map.of("title", title, "sentence", sentence))));
    }

    static byte[] script() {
        return resource("page.js");
    }

    /** The style of the report, and of what only these pages have. */
    static byte[] stylesheet() {
        String own = new String(resource("page.css"), StandardCharsets.UTF_8);
        return (Report.stylesheet() + own).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream file = Pages.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
