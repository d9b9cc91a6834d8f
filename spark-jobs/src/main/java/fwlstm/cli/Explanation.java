package fwlstm.cli;

import fwlstm.model.MemoryTrace;
import fwlstm.model.MemoryTrace.Pair;
import fwlstm.text.TextTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** For people: the earlier steps that wrote what the last step read from the fast weights. */
record Explanation(MemoryTrace trace) {
    private static final int BAR_LENGTH = 40;

    /** A table of all steps, one of the pairs, and a sentence. */
    String text() {
        int last = trace.steps().size() - 1;
        int read = trace.steps().get(last).reads().size() - 1; // of the inner steps of fw-rnn, the one that made h_T
        double[] weights = trace.weights(last, read);
        double[] shares = trace.shares(last, read);
        TextTable steps = new TextTable(List.of("step", "token", "weight", "share %"));
        for (int t = 0; t <= last; t++) {
            steps.add(List.of(
                    String.valueOf(t + 1),
                    String.valueOf(trace.token(t)),
                    TextTable.number(weights[t], 3),
                    percent(shares[t])));
        }
        return String.join(
                "\n\n",
                "What the last step read from the fast weights, by the steps that wrote it:",
                steps.format(TextTable.Format.TEXT),
                pairs(shares));
    }

    private String pairs(double[] shares) {
        if (Arrays.stream(shares).allMatch(share -> share == 0)) {
            return "Nothing was read: the fast weights gave zero.";
        }
        TextTable table = new TextTable(List.of("pair", "share %", ""));
        double rest = 1;
        for (Pair pair : trace.pairs()) {
            add(table, pair.key() + " " + pair.value(), share(pair, shares));
            rest -= share(pair, shares);
        }
        add(table, "?? " + trace.token(shares.length - 1), rest);
        return table.format(TextTable.Format.TEXT) + "\n\n" + sentence(shares);
    }

    private String sentence(double[] shares) {
        Pair largest = trace.pairs().stream()
                .max(Comparator.comparingDouble(pair -> share(pair, shares)))
                .orElseThrow();
        char query = trace.token(shares.length - 1);
        return String.format(
                Locale.ROOT,
                "Of the pairs, %c %c has the largest share; %s.",
                largest.key(),
                largest.value(),
                largest.key() == query ? "it is the one asked for" : "asked for is that of " + query);
    }

    /** What its two steps wrote together. */
    private static double share(Pair pair, double[] shares) {
        return shares[pair.keyStep()] + shares[pair.valueStep()];
    }

    private static void add(TextTable table, String name, double share) {
        int length = (int) Math.round(BAR_LENGTH * Math.min(1, Math.max(0, share)));
        table.add(List.of(name, percent(share), "█".repeat(length)));
    }

    private static String percent(double share) {
        double percent = 100 * share;
        return TextTable.number(Math.abs(percent) < 0.05 ? 0 : percent, 1); // never −0.0
    }
}
