package fwlstm.bench;

import fwlstm.bench.BackendCheck.Comparison;
import fwlstm.bench.BackendCheck.Difference;
import fwlstm.bench.BackendCheck.Findings;
import fwlstm.config.Settings;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The findings of {@link BackendCheck}: a row per network, and one with the tolerances. */
final class CheckTable {
    private final TextTable table;

    CheckTable() {
        List<String> header = new ArrayList<>(List.of("network"));
        Arrays.stream(Comparison.values()).map(Settings::key).forEach(header::add);
        header.add("result");
        table = new TextTable(header);
    }

    void add(Findings findings) {
        List<String> line = new ArrayList<>(List.of(findings.network().label()));
        for (Comparison comparison : Comparison.values()) {
            Difference found = findings.differences().get(comparison);
            line.add(found == null ? "–" : show(found) + (findings.holds(comparison) ? "" : " !"));
        }
        line.add(!findings.holds() ? "FAILED" : findings.differences().isEmpty() ? "left to the CPU" : "ok");
        table.add(line);
    }

    /** Adds the tolerances of a check. */
    void addAllowed(BackendCheck check) {
        List<String> line = new ArrayList<>(List.of("allowed"));
        Arrays.stream(Comparison.values())
                .map(comparison -> show(check.allowed(comparison)))
                .forEach(line::add);
        line.add("");
        table.add(line);
    }

    String format(TextTable.Format format) {
        return table.format(format);
    }

    /** The median of the trials, then the worst. */
    private static String show(Difference difference) {
        return String.format(Locale.ROOT, "%.0e %.0e", difference.median(), difference.worst());
    }
}
