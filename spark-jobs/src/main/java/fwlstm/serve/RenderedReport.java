package fwlstm.serve;

import fwlstm.report.Part;
import fwlstm.report.Report;
import fwlstm.table.ComparedBy;
import fwlstm.table.ResultsTable;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of a sweep at one moment.
 *
 * @param snapshot the results that it shows
 * @param problems sentences about damaged files
 * @param files of figures, by name, as far as someone asked for them
 */
record RenderedReport(
        SweepSnapshot snapshot, Report report, List<Part> parts, List<String> problems, Map<String, byte[]> files) {
    static RenderedReport of(SweepSnapshot snapshot, String command) throws IOException {
        StoredTables tables = snapshot.tables();
        String table = new ResultsTable(tables.sweep(), tables.configurations(), ComparedBy.HIDDEN, false)
                .format(TextTable.Format.HTML);
        Report report = Report.of(tables, table, command);
        String query = "?v=" + Integer.toHexString(tables.listing().hashCode());
        return new RenderedReport(
                snapshot, report, report.parts(query), List.copyOf(tables.problems()), new HashMap<>());
    }

    /** The file of a figure; drawn once, the first time. */
    Optional<byte[]> file(String name) throws IOException {
        synchronized (files) { // one at a time, since drawing takes a core
            if (files.containsKey(name)) {
                return Optional.of(files.get(name));
            }
            Optional<byte[]> drawn = report.file(name);
            drawn.ifPresent(file -> files.put(name, file));
            return drawn;
        }
    }
}
