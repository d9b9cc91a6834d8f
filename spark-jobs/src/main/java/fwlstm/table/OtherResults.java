package fwlstm.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Recorded results that the sweep file no longer asks for.
 *
 * @param configurations that it does not ask for
 * @param trials of these
 * @param seeds trials of configurations that it asks for, with seeds that it does not ask for
 */
record OtherResults(long configurations, long trials, long seeds) {
    /** Counts them from the rows of all configurations. */
    static OtherResults of(Collection<ConfigurationRow> rows) {
        List<ConfigurationRow> others =
                rows.stream().filter(row -> !row.isPlanned()).toList();
        return new OtherResults(
                others.size(),
                others.stream().mapToLong(row -> row.seeds().size()).sum(),
                rows.stream().mapToLong(ConfigurationRow::otherSeeds).sum());
    }

    /**
     * A sentence about it, if there is any.
     *
     * @param shown whether the accompanying table shows such configurations
     */
    Optional<String> sentence(boolean shown) {
        List<String> found = new ArrayList<>();
        if (configurations > 0) {
            found.add(counted(configurations, "configuration") + " (" + counted(trials, "trial") + ")");
        }
        if (seeds > 0) {
            found.add(counted(seeds, "trial") + " of other seeds");
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String end = configurations == 0 ? "." : shown ? "; not compared." : "; fw tables --all shows configurations.";
        return Optional.of(
                "Recorded, but the sweep file no longer asks for them: " + String.join(" and ", found) + end);
    }

    private static String counted(long n, String what) {
        return n == 1 ? "1 " + what : n + " " + what + "s";
    }
}
