package fwlstm.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text, printed for people, Markdown, LaTeX or programs. */
final class TextTable {
    /** How a table is written. */
    enum Format {
        TEXT,
        MARKDOWN,
        LATEX,
        CSV
    }

    /** Cells that are set flush right: numbers, with a spread or a count after them, and what stands for none. */
    private static final String NUMBER = "|–|never .*|\\[-?\\d.*]|-?[\\d.,]+([eE]-?\\d+)?(/\\d+.*| [±(].*)?";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> header) {
        this.header = header;
    }

    /** A number as it stands in tables, with so many digits after the point, whatever the locale. */
    static String number(double x, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", x);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    String format(Format format) {
        return switch (format) {
            case TEXT -> aligned("", "  ", "", "-", "  ");
            case MARKDOWN -> escaped().aligned("| ", " | ", " |", "-", " | ");
            case LATEX -> latex();
            case CSV -> csv();
        };
    }

    /** This table with what Markdown would take for the end of a cell escaped. */
    private TextTable escaped() {
        TextTable escaped = new TextTable(header);
        rows.forEach(row ->
                escaped.add(row.stream().map(cell -> cell.replace("|", "\\|")).toList()));
        return escaped;
    }

    private String aligned(String start, String separator, String end, String rule, String ruleSeparator) {
        int columns = header.size();
        int[] width = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int k = 0; k < columns; k++) {
            int column = k;
            width[k] = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(header.get(k).length(), Math::max);
            numeric[k] = rows.stream().allMatch(row -> row.get(column).matches(NUMBER));
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, width, numeric, start, separator, end));
        List<String> rules =
                IntStream.range(0, columns).mapToObj(k -> rule.repeat(width[k])).toList();
        lines.add(start + String.join(ruleSeparator, rules) + end);
        rows.forEach(row -> lines.add(line(row, width, numeric, start, separator, end)));
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static String line(
            List<String> cells, int[] width, boolean[] numeric, String start, String separator, String end) {
        List<String> padded = new ArrayList<>();
        for (int k = 0; k < cells.size(); k++) {
            String space = " ".repeat(width[k] - cells.get(k).length());
            padded.add(numeric[k] ? space + cells.get(k) : cells.get(k) + space);
        }
        return start + String.join(separator, padded) + end;
    }

    private String latex() {
        StringBuilder text = new StringBuilder(
                "\\begin{tabular}{" + String.join("", Collections.nCopies(header.size(), "l")) + "}\n\\toprule\n");
        text.append(latexRow(header)).append("\\midrule\n");
        rows.forEach(row -> text.append(latexRow(row)));
        return text.append("\\bottomrule\n\\end{tabular}").toString();
    }

    private static String latexRow(List<String> row) {
        return row.stream().map(TextTable::latexCell).collect(Collectors.joining(" & ")) + " \\\\\n";
    }

    private static String latexCell(String cell) {
        return cell.chars()
                .mapToObj(c -> switch (c) {
                    case '\\' -> "\\textbackslash{}";
                    case '%', '_', '&', '#', '$', '{', '}' -> "\\" + (char) c;
                    case '~' -> "\\textasciitilde{}";
                    case '^' -> "\\textasciicircum{}";
                    case '±' -> "$\\pm$";
                    case '–' -> "--";
                    default -> String.valueOf((char) c);
                })
                .collect(Collectors.joining());
    }

    private String csv() {
        List<String> lines = new ArrayList<>();
        lines.add(csvRow(header));
        rows.forEach(row -> lines.add(csvRow(row)));
        return String.join("\n", lines);
    }

    private static String csvRow(List<String> row) {
        return row.stream()
                .map(cell -> cell.matches("(?s).*[\",\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                .collect(Collectors.joining(","));
    }
}
