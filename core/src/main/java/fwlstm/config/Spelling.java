package fwlstm.config;

import java.util.Comparator;
import java.util.List;

/** Finds the known name closest to a misspelt one. */
final class Spelling {
    private Spelling() {}

    /** The closest known name within an edit distance of a third of its length (at least 2), or null. */
    static String closest(String found, List<String> known) {
        return known.stream()
                .filter(name -> distance(found, name) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt(name -> distance(found, name)))
                .orElse(null);
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
