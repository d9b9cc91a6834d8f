package fwlstm.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables for LaTeX; the only required package is booktabs. */
final class Latex {
    private Latex() {}

    /**
     * A tabular environment, with its package and caption in comments above it, for the user to put into a float.
     *
     * @param caption plain text, empty for none
     * @param header plain text
     * @param columns {@code l} or {@code r} for each column
     * @param rows cells as LaTeX
     * @param gaps the rows, from 0, with some space above them
     */
    static String table(
            String caption, List<String> header, String columns, List<List<String>> rows, Set<Integer> gaps) {
        StringBuilder text = new StringBuilder("% \\usepackage{booktabs}\n");
        if (!caption.isEmpty()) {
            text.append("% \\caption{").append(escaped(caption)).append("}\n");
        }
        text.append("\\begin{tabular}{").append(columns).append("}\n\\toprule\n");
        text.append(row(header.stream().map(Latex::escaped).toList())).append("\\midrule\n");
        for (int n = 0; n < rows.size(); n++) {
            text.append(gaps.contains(n) ? "\\addlinespace\n" : "").append(row(rows.get(n)));
        }
        return text.append("\\bottomrule\n\\end{tabular}").toString();
    }

    /** A cell that begins with a bracket or an asterisk would be an argument of the preceding end of row. */
    private static String row(List<String> cells) {
        String row = String.join(" & ", cells);
        return (row.startsWith("[") || row.startsWith("*") ? "{}" : "") + row + " \\\\\n";
    }

    /** Plain text as LaTeX, whatever the encoding of fonts. */
    static String escaped(String text) {
        return text.replaceFirst("^-(?=\\d)", "−")
                .replaceAll("\\s*\\R\\s*", " ")
                .codePoints()
                .mapToObj(c -> switch (c) {
                    case '\\' -> "\\textbackslash{}";
                    case '%', '_', '&', '#', '$', '{', '}' -> "\\" + (char) c;
                    case '~' -> "\\textasciitilde{}";
                    case '^' -> "\\textasciicircum{}";
                    case '<', '>', '|' -> "$" + (char) c + "$";
                    case '±' -> "$\\pm$";
                    case '−' -> "$-$";
                    case '–' -> "--";
                    case '†' -> "$^{\\dagger}$";
                    default -> Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
