package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.Trial;
import fwlstm.train.BackendName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** From the sections of a sweep file to its trials. */
final class SweepReader {
    private static final List<String> SECTIONS =
            List.of("name", "task", "cell", "train", "data", "seeds", "search", "backend");
    private static final String NAME = "[a-z0-9][a-z0-9_-]{0,63}";

    private SweepReader() {}

    static Sweep read(Map<String, Object> root, String source) {
        for (String key : root.keySet()) {
            if (!SECTIONS.contains(key)) {
                throw ConfigException.of(key, "an unknown key", Settings.oneOf(key, SECTIONS));
            }
        }
        Object name = root.get("name");
        if (!(name instanceof String text) || !text.matches(NAME)) {
            throw ConfigException.of("name", name, "lower-case letters, digits, '-' and '_', at most 64");
        }
        BackendName backend = Settings.choose("backend", root.getOrDefault("backend", "auto"), BackendName.KNOWN);
        Search search = SearchReader.read(root.get("search"));
        List<Long> seeds = seeds(root.get("seeds"));
        List<Labelled<TaskConfig>> tasks = bindAll("task", root.get("task"), TaskConfig.class);
        List<Labelled<DataConfig>> data = bindAll("data", root.getOrDefault("data", Map.of()), DataConfig.class);
        Map<String, Object> train = Axes.mapping("train", root.getOrDefault("train", Map.of()));
        List<CellTemplate> cells = CellTemplate.all(root.get("cell"), train, search instanceof Search.Drawing);
        double studies = (double) tasks.size() * cells.size() * data.size();
        refuseTooMany(studies * seeds.size());

        Plan plan = new Plan(seeds, search instanceof Search.Drawing);
        List<List<CellTemplate.Bound>> configurations = configurations(search, cells, studies, seeds.size());
        for (Labelled<TaskConfig> task : tasks) {
            for (int cell = 0; cell < cells.size(); cell++) {
                for (Labelled<DataConfig> sizes : data) {
                    plan.add(task.value, cells.get(cell), configurations.get(cell), sizes);
                }
            }
        }
        return new Sweep(text, plan.trials, search, plan.studies, backend, source);
    }

    /** A value with what tells it from the others of its section. */
    private record Labelled<T>(T value, String label) {}

    /** The configurations of every cell: as many as are drawn, or one. */
    private static List<List<CellTemplate.Bound>> configurations(
            Search search, List<CellTemplate> cells, double studies, int seeds) {
        List<CellTemplate.Bound> checked =
                cells.stream().map(CellTemplate::checked).toList();
        if (!(search instanceof Search.Drawing drawing)) {
            return checked.stream().map(List::of).toList();
        }
        SortedSet<String> settings = new TreeSet<>();
        cells.forEach(cell -> settings.addAll(cell.drawn()));
        if (settings.isEmpty()) {
            throw ConfigException.of(
                    "search.strategy", "a search with nothing to draw", "grid, or a setting " + Distribution.ALLOWED);
        }
        double updates = checked.stream()
                .mapToDouble(bound -> drawing.expectedUpdates(bound.train()))
                .sum();
        double perCell = studies / cells.size() * seeds;
        long count = drawing.budget().configurations(studies * seeds, updates * perCell);
        refuseTooMany(studies * seeds * count);
        Draws draws = drawing instanceof Search.Sobol
                ? Draws.sobol(drawing.seed(), settings, (int) count)
                : Draws.random(drawing.seed());
        return cells.stream()
                .map(cell -> IntStream.range(0, (int) count)
                        .mapToObj(i -> cell.draw(draws, i))
                        .toList())
                .toList();
    }

    /** Collects trials, and studies if configurations are drawn. What means the same as something before is left out. */
    private static final class Plan {
        private final List<Long> seeds;
        private final boolean drawing;
        private final Set<Trial> seen = new HashSet<>();
        private final List<Trial> trials = new ArrayList<>();
        private final List<Study> studies = new ArrayList<>();

        Plan(List<Long> seeds, boolean drawing) {
            this.seeds = seeds;
            this.drawing = drawing;
        }

        void add(TaskConfig task, CellTemplate template, List<CellTemplate.Bound> drawn, Labelled<DataConfig> data) {
            List<Configuration> configurations = new ArrayList<>();
            for (int i = 0; i < drawn.size(); i++) {
                CellTemplate.Bound bound = drawn.get(i);
                List<Trial> trials = seeds.stream()
                        .map(seed -> new Trial(task, bound.cell(), bound.train(), data.value, seed))
                        .toList();
                if (seen.add(trials.get(0))) {
                    this.trials.addAll(trials);
                    if (drawing) {
                        configurations.add(new Configuration(trials.get(0).configId(), i, trials));
                    }
                }
            }
            if (!configurations.isEmpty()) {
                studies.add(new Study(template.label(task) + data.label, configurations));
            }
        }
    }

    private static <R extends Record> List<Labelled<R>> bindAll(String field, Object section, Class<R> type) {
        Map<String, Object> values = Axes.mapping(field, section);
        Axes.refuseDistributions(field, values, "a value or a list; only settings of cell and train are drawn");
        return Axes.combinations(field, values).stream()
                .map(combination -> {
                    try {
                        return new Labelled<>(
                                Settings.bind(type, combination), Axes.label(field + "_", values, combination));
                    } catch (ConfigException e) {
                        throw e.within(field);
                    }
                })
                .toList();
    }

    private static List<Long> seeds(Object value) {
        String allowed = "a number of seeds from 1 to 1000000, or a list of whole numbers from 0";
        if (value instanceof Integer count && count >= 1 && count <= Axes.MOST) {
            return LongStream.range(0, count).boxed().toList();
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw ConfigException.of("seeds", value, allowed);
        }
        List<Long> seeds = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Integer || element instanceof Long) || ((Number) element).longValue() < 0) {
                throw ConfigException.of("seeds", element, allowed);
            }
            seeds.add(((Number) element).longValue());
        }
        if (new HashSet<>(seeds).size() < seeds.size()) {
            throw ConfigException.of("seeds", list, "each seed once");
        }
        return seeds;
    }

    private static void refuseTooMany(double trials) {
        if (trials > Axes.MOST) {
            throw ConfigException.of(
                    "", String.format(Locale.ROOT, "%.0f trials", trials), "at most " + Axes.MOST + " in a sweep");
        }
    }
}
