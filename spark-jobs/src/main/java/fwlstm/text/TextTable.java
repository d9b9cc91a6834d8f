package fwlstm.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text, printed for people, Markdown, LaTeX, web pages or programs. */
public final class TextTable {
    /** The output formats of tables. */
    public enum Format {
        TEXT,
        MARKDOWN,
        LATEX,
        HTML,
        CSV
    }

    /** Cells that are right-aligned: numbers, possibly with a spread or a count, and placeholders for none. */
    private static final String NUMBER = "|–|never .*|\\[-?\\d.*]|-?[\\d.,]+([eE]-?\\d+)?(/\\d+.*| [±(].*)?";

    /** The marks of cells: bold, or an asterisk in plain text, and a dagger. */
    public enum Mark {
        NONE,
        BOLD,
        DAGGER
    }

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** The marked cells of a row by column, by row. */
    private final Map<Integer, Map<Integer, Mark>> marks = new HashMap<>();

    /** The rows that have a gap above them. */
    private final Set<Integer> gaps = new HashSet<>();

    private final List<String> notes = new ArrayList<>();
    private String caption = "";

    public TextTable(List<String> header) {
        this.header = header;
    }

    /** A number for tables, with the given digits after the point, in every locale. */
    public static String number(double x, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", x);
    }

    public void add(List<String> row) {
        rows.add(row);
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** Marks a cell of the row added last. */
    public void mark(int column, Mark mark) {
        marks.computeIfAbsent(rows.size() - 1, row -> new HashMap<>()).put(column, mark);
    }

    /** Separates the rows so far from the following ones, if the format supports it. */
    public void gap() {
        gaps.add(rows.size());
    }

    /** Sets the caption, for LaTeX and HTML, where a table stands alone. */
    public void caption(String caption) {
        this.caption = caption;
    }

    /** Adds a sentence below the table, in LaTeX in its caption; formats for programs omit it. */
    public void note(String note) {
        notes.add(note);
    }

    public String format(Format format) {
        return switch (format) {
            case TEXT -> String.join("\n\n", withNotes(aligned(rendered(Format.TEXT), "", "  ", "", "-", "  "), "\n"));
            case MARKDOWN ->
                String.join(
                        "\n\n", withNotes(aligned(rendered(Format.MARKDOWN), "| ", " | ", " |", "-", " | "), "\n\n"));
            case LATEX -> latex();
            case HTML -> html();
            case CSV -> csv();
        };
    }

    private List<String> withNotes(String table, String separator) {
        return notes.isEmpty() ? List.of(table) : List.of(table, String.join(separator, notes));
    }

    /** The rows with each cell rendered for a format: special characters escaped, marks in the format's notation. */
    private List<List<String>> rendered(Format format) {
        List<List<String>> rendered = new ArrayList<>();
        for (int n = 0; n < rows.size(); n++) {
            List<String> cells = new ArrayList<>();
            for (int k = 0; k < header.size(); k++) {
                Mark mark = marks.getOrDefault(n, Map.of()).getOrDefault(k, Mark.NONE);
                cells.add(rendered(rows.get(n).get(k), mark, isMarked(k), format));
            }
            rendered.add(cells);
        }
        return rendered;
    }

    private boolean isMarked(int column) {
        return marks.values().stream().anyMatch(row -> row.containsKey(column));
    }

    private static String rendered(String cell, Mark mark, boolean inMarkedColumn, Format format) {
        return switch (format) {
            case MARKDOWN -> {
                String text = cell.replace("|", "\\|").replaceAll("\\s*\\R\\s*", " ");
                yield mark == Mark.BOLD ? "**" + text + "**" : mark == Mark.DAGGER ? text + " †" : text;
            }
            case LATEX -> {
                String text = Latex.escaped(cell); // a dagger has no width there, so that numbers stay aligned
                yield mark == Mark.BOLD
                        ? "\\textbf{" + text + "}"
                        : mark == Mark.DAGGER ? text + "\\rlap{" + Latex.escaped("†") + "}" : text;
            }
            case TEXT ->
                mark == Mark.BOLD
                        ? cell + " *"
                        : mark == Mark.DAGGER ? cell + " †" : inMarkedColumn ? cell + "  " : cell;
            case HTML -> {
                String text = Html.escaped(cell);
                yield mark == Mark.BOLD ? "<b>" + text + "</b>" : mark == Mark.DAGGER ? text + "<sup>†</sup>" : text;
            }
            case CSV -> cell;
        };
    }

    /** Whether all cells of a column are numbers or placeholders for one. */
    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches(NUMBER));
    }

    private String aligned(
            List<List<String>> cells, String start, String separator, String end, String rule, String ruleSeparator) {
        int columns = header.size();
        int[] width = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int k = 0; k < columns; k++) {
            int column = k;
            width[k] = cells.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(header.get(k).length(), Math::max);
            numeric[k] = isNumeric(k);
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, width, numeric, start, separator, end));
        List<String> rules =
                IntStream.range(0, columns).mapToObj(k -> rule.repeat(width[k])).toList();
        lines.add(start + String.join(ruleSeparator, rules) + end);
        cells.forEach(row -> lines.add(line(row, width, numeric, start, separator, end)));
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
        String columns = IntStream.range(0, header.size())
                .mapToObj(k -> isNumeric(k) ? "r" : "l")
                .collect(Collectors.joining());
        List<String> sentences = new ArrayList<>(notes);
        sentences.add(0, caption);
        return Latex.table(String.join(" ", sentences).strip(), header, columns, rendered(Format.LATEX), gaps);
    }

    private String html() {
        Set<Integer> numeric = IntStream.range(0, header.size())
                .filter(this::isNumeric)
                .boxed()
                .collect(Collectors.toSet());
        return Html.table(caption, header, numeric, rendered(Format.HTML), gaps, notes);
    }

    private String csv() {
        List<String> lines = new ArrayList<>();
        lines.add(csvRow(header));
        rows.forEach(row -> lines.add(csvRow(row)));
        return String.join("\n", lines);
    }

    /** A line of CSV. */
    public static String csvRow(List<String> row) {
        return row.stream()
                .map(cell -> cell.matches("(?s).*[\",\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                .collect(Collectors.joining(","));
    }
}
