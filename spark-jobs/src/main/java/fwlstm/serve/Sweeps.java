package fwlstm.serve;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import fwlstm.results.ResultsDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/** The sweeps that are served, by name: one results directory, or all in a folder. They are only read. */
public final class Sweeps implements AutoCloseable {
    /** The number of sweeps whose results are kept in memory. */
    private static final int MOST_OPEN = 4;

    /** Threads that read in the background. */
    private static final int READERS = 4;

    private static final Duration BETWEEN_LISTINGS = Duration.ofSeconds(2);

    private final String directory;
    private final Configuration hadoop;
    private final ResultsDirectory root;
    private final boolean single;
    private final Map<String, ServedSweep> known = new ConcurrentHashMap<>();
    private final Map<String, ServedSweep> open = new LinkedHashMap<>(MOST_OPEN, 0.75f, true);
    private final Refreshed<SortedSet<String>> names;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, task -> {
        Thread thread = new Thread(task, "serve reader");
        thread.setDaemon(true);
        return thread;
    });

    private Sweeps(String directory, Configuration hadoop, ResultsDirectory root, boolean single) {
        this.directory = directory;
        this.hadoop = hadoop;
        this.root = root;
        this.single = single;
        names = new Refreshed<>(this::names, readers, BETWEEN_LISTINGS, 10);
    }

    /** One results directory, whether there is a sweep in it already or not. */
    public static Sweeps of(String directory, Configuration hadoop) {
        return new Sweeps(directory, hadoop, ResultsDirectory.reachable(directory, hadoop), true);
    }

    /**
     * A results directory, or a folder of them.
     *
     * @throws ConfigException if it is neither
     */
    public static Sweeps existing(String directory, Configuration hadoop) {
        ResultsDirectory root = ResultsDirectory.reachable(directory, hadoop);
        String allowed = "a results directory written by fw sweep, or a folder of them";
        try {
            boolean single = root.holdsSweep();
            Sweeps sweeps = new Sweeps(directory, hadoop, root, single);
            if (!single && sweeps.folders().isEmpty()) {
                throw ConfigException.of(
                        directory,
                        root.fileSystem().exists(root.path())
                                ? "no sweep.yaml in it or in its folders"
                                : "nothing there",
                        allowed);
            }
            return sweeps;
        } catch (IOException e) {
            throw ConfigException.of(directory, Sentence.of(e), allowed);
        }
    }

    /** Where they are, as the user named it. */
    String directory() {
        return directory;
    }

    /** The only sweep, if it is one directory that is served. */
    Optional<ServedSweep> single() {
        return single ? Optional.of(sweep(nameOf(root))) : Optional.empty();
    }

    /** The names of all sweeps that are there now. */
    Refreshed.State<SortedSet<String>> names(Duration patience) {
        return names.get(patience);
    }

    /** A sweep that is there now, or was. */
    Optional<ServedSweep> find(String name) {
        if (single) {
            return single().filter(sweep -> sweep.name().equals(name));
        }
        if (!known.containsKey(name)) {
            names.get(BETWEEN_LISTINGS);
        }
        return Optional.ofNullable(known.get(name));
    }

    /** Keeps what was read of this sweep in memory, and not that of the one that nobody has opened for longest. */
    ServedSweep opened(ServedSweep sweep) {
        synchronized (open) {
            open.put(sweep.name(), sweep);
            if (open.size() > MOST_OPEN) {
                String eldest = open.keySet().iterator().next();
                open.remove(eldest).drop();
            }
        }
        return sweep;
    }

    private SortedSet<String> names(SortedSet<String> before) throws IOException {
        SortedSet<String> found = single ? new TreeSet<>(List.of(nameOf(root))) : folders();
        found.forEach(this::sweep);
        return found.equals(before) ? before : found;
    }

    private SortedSet<String> folders() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        if (!root.fileSystem().exists(root.path())) {
            return found;
        }
        for (FileStatus status : root.fileSystem().listStatus(root.path())) {
            String name = status.getPath().getName();
            boolean hidden = name.startsWith("_") || name.startsWith(".");
            if (status.isDirectory() && !hidden && below(name).holdsSweep()) {
                found.add(name);
            }
        }
        return found;
    }

    private ResultsDirectory below(String name) {
        return ResultsDirectory.at(root.path() + "/" + name, hadoop);
    }

    private ServedSweep sweep(String name) {
        return known.computeIfAbsent(
                name,
                added -> new ServedSweep(
                        added,
                        single ? directory : directory.replaceFirst("/+$", "") + "/" + added,
                        (single ? root : below(added)).forReading(),
                        readers));
    }

    private static String nameOf(ResultsDirectory results) {
        String name = results.path().getName();
        return name.isEmpty() ? "sweep" : name;
    }

    /** The states of all sweeps that are there now, by name. */
    Map<String, ServedSweep> present(Duration patience) {
        Map<String, ServedSweep> present = new TreeMap<>();
        SortedSet<String> found = names.get(patience).value();
        for (String name : found == null ? new ArrayList<String>() : new ArrayList<>(found)) {
            present.put(name, sweep(name));
        }
        return present;
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
