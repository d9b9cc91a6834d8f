package fwlstm.bench;

import fwlstm.config.ConfigException;
import fwlstm.config.Numbers;
import fwlstm.config.Trial;
import fwlstm.io.TextFile;
import fwlstm.text.TextTable;
import fwlstm.train.PackBenchmark.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The speed of packs, beside a trial alone, a CPU core, and another program's figures for the same networks. */
public final class PackTable {
    private static final List<String> HEADER =
            List.of("cell", "hidden", "pairs", "pack", "path", "ms_median", "ms_least", "trial_updates_per_second");

    /** The first line of another program's figures. */
    private static final String PEER_HEADER = "cell,hidden,pairs,pack,path,ms_median,ms_least";

    /** The path of a trial on the CPU. */
    private static final String CPU = "cpu core";

    private final List<Row> rows = new ArrayList<>();
    private final List<Row> peer;

    /** What was trained. */
    private record Network(String cell, int hidden, int pairs) {}

    /**
     * A line of the table.
     *
     * @param pack trials trained as one
     * @param path the way of computing
     * @param median milliseconds per update of the pack
     * @param least of the fastest
     */
    private record Row(Network network, int pack, String path, double median, double least) {
        double trialUpdatesPerSecond() {
            return 1e3 * pack / median;
        }
    }

    private PackTable(List<Row> peer) {
        this.peer = peer;
    }

    /** A table of our figures alone. */
    public static PackTable alone() {
        return new PackTable(List.of());
    }

    /**
     * A table with the figures that another program has written to a file: lines of CSV below {@value #PEER_HEADER}.
     */
    public static PackTable beside(Path peer) throws IOException {
        if (!Files.isReadable(peer)) {
            throw ConfigException.of("--peer", peer, "a file that can be read");
        }
        List<String> lines;
        try {
            lines = TextFile.read(peer).lines().toList();
        } catch (TextFile.EncodingException e) {
            throw ConfigException.of("--peer " + peer, e.getMessage(), "text in UTF-8");
        }
        if (lines.isEmpty() || !lines.get(0).equals(PEER_HEADER)) {
            throw ConfigException.of(peer + ": first line", lines.isEmpty() ? "" : lines.get(0), PEER_HEADER);
        }
        List<Row> rows = new ArrayList<>();
        for (int n = 1; n < lines.size(); n++) {
            String[] values = lines.get(n).split(",", -1);
            try {
                rows.add(new Row(
                        new Network(values[0], count(values[1]), count(values[2])),
                        count(values[3]),
                        values[4],
                        Numbers.real(values[5]).orElseThrow(),
                        Numbers.real(values[6]).orElseThrow()));
            } catch (ConfigException | NoSuchElementException | ArrayIndexOutOfBoundsException e) {
                throw ConfigException.of(peer + ": line " + (n + 1), lines.get(n), "values of " + PEER_HEADER);
            }
        }
        return new PackTable(rows);
    }

    private static int count(String value) {
        return (int) Numbers.whole("", value, 1, Integer.MAX_VALUE);
    }

    /** Adds the cost of a trial on one core. */
    void addCpu(Trial trial, Timing timing) {
        rows.add(new Row(network(trial), timing.trials(), CPU, timing.median(), timing.least()));
    }

    /** Adds the cost of a pack on a GPU. */
    void add(Trial trial, Timing timing) {
        rows.add(new Row(network(trial), timing.trials(), timing.path(), timing.median(), timing.least()));
    }

    /** Whether it has a row of a network with this path. */
    boolean has(Trial trial, String path) {
        Network network = network(trial);
        return rows.stream().anyMatch(row -> row.network.equals(network) && row.path.equals(path));
    }

    private static Network network(Trial trial) {
        return new Network(
                trial.cell().name(),
                trial.cell().layers().hidden(),
                trial.task().pairs());
    }

    String format(TextTable.Format format) {
        List<String> header = new ArrayList<>(HEADER);
        header.addAll(List.of("times_solo", "times_cpu_core"));
        if (!peer.isEmpty()) {
            header.addAll(List.of("times_peer_solo", "times_peer_pack"));
        }
        TextTable table = new TextTable(header);
        for (Network network : rows.stream().map(Row::network).distinct().toList()) {
            rows.stream().filter(row -> row.network.equals(network)).forEach(row -> table.add(line(row)));
            peer.stream().filter(row -> row.network.equals(network)).forEach(row -> table.add(line(row)));
        }
        return table.format(format);
    }

    private List<String> line(Row row) {
        List<String> line = new ArrayList<>(List.of(
                row.network.cell,
                String.valueOf(row.network.hidden),
                String.valueOf(row.network.pairs),
                String.valueOf(row.pack),
                row.path,
                TextTable.number(row.median, 4),
                TextTable.number(row.least, 4),
                TextTable.number(row.trialUpdatesPerSecond(), 0)));
        line.add(times(row, rows, other -> other.pack == 1 && other.path.equals(row.path)));
        line.add(times(row, rows, other -> other.path.equals(CPU)));
        if (!peer.isEmpty()) {
            line.add(times(row, peer, other -> other.pack == 1));
            line.add(times(row, peer, other -> other.pack == row.pack && other.pack > 1));
        }
        return line;
    }

    /** The trial-updates per second relative to the fastest of other rows of the same network. */
    private static String times(Row row, List<Row> others, Predicate<Row> which) {
        OptionalDouble most = others.stream()
                .filter(other -> other.network.equals(row.network))
                .filter(which)
                .mapToDouble(Row::trialUpdatesPerSecond)
                .max();
        return most.isPresent() ? TextTable.number(row.trialUpdatesPerSecond() / most.getAsDouble(), 2) : "–";
    }
}
