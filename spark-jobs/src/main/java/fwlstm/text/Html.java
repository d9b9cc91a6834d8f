package fwlstm.text;

import java.util.List;
import java.util.Set;

/** Tables as elements of a web page. */
public final class Html {
    private Html() {}

    /**
     * A table element, with its notes in a paragraph of class {@code notes} after it. Columns of numbers have the class
     * {@code number}, rows with a space above them the class {@code gap}.
     *
     * @param caption plain text, empty for none
     * @param header plain text
     * @param numeric the columns of numbers, from 0
     * @param rows cells as HTML
     * @param gaps the rows, from 0, with some space above them
     * @param notes plain text
     */
    static String table(
            String caption,
            List<String> header,
            Set<Integer> numeric,
            List<List<String>> rows,
            Set<Integer> gaps,
            List<String> notes) {
        StringBuilder html = new StringBuilder("<table>\n");
        if (!caption.isEmpty()) {
            html.append("<caption><p>").append(escaped(caption)).append("</p></caption>\n");
        }
        html.append("<thead><tr>");
        row(html, "th scope=\"col\"", "th", header.stream().map(Html::escaped).toList(), numeric);
        html.append("</tr></thead>\n<tbody>\n");
        for (int n = 0; n < rows.size(); n++) {
            html.append(gaps.contains(n) ? "<tr class=\"gap\">" : "<tr>");
            row(html, "td", "td", rows.get(n), numeric);
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>");
        if (!notes.isEmpty()) {
            html.append("\n<p class=\"notes\">")
                    .append(String.join(
                            "<br/>", notes.stream().map(Html::escaped).toList()))
                    .append("</p>");
        }
        return html.toString();
    }

    private static void row(StringBuilder html, String start, String end, List<String> cells, Set<Integer> numeric) {
        for (int k = 0; k < cells.size(); k++) {
            html.append('<')
                    .append(start)
                    .append(numeric.contains(k) ? " class=\"number\">" : ">")
                    .append(cells.get(k))
                    .append("</")
                    .append(end)
                    .append('>');
        }
    }

    /** Plain text as HTML, in elements and in attributes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
