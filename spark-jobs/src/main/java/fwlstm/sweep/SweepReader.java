package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Numbers;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.Trial;
import fwlstm.train.BackendName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** From the sections of a sweep file to its trials. */
final class SweepReader {
    private static final List<String> SECTIONS =
            List.of("name", "task", "cell", "train", "data", "parts", "seeds", "search", "backend");
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
        boolean drawing = search instanceof Search.Drawing;
        List<Combinations> parts = Part.all(root).stream()
                .map(part -> part.read(() -> Combinations.of(part, drawing)))
                .toList();
        refuseTooMany(parts.stream().mapToDouble(Combinations::studies).sum() * seeds.size());

        Draws draws = null;
        int configurations = 1;
        if (search instanceof Search.Drawing drawn) {
            SortedSet<String> settings = new TreeSet<>();
            parts.forEach(part -> part.cells.forEach(cell -> settings.addAll(cell.drawn())));
            configurations = configurations(drawn, parts, settings, seeds.size());
            draws = drawn instanceof Search.Sobol
                    ? Draws.sobol(drawn.seed(), settings, configurations)
                    : Draws.random(drawn.seed());
        }
        Plan plan = new Plan(seeds, draws, configurations);
        for (Combinations part : parts) {
            part.part.read(() -> plan.add(part));
        }
        return new Sweep(text, plan.trials, search, plan.studies(), backend, source);
    }

    /** A value with a label that distinguishes it from the others of its section. */
    private record Labelled<T>(T value, String label) {}

    /**
     * The combinations of a part's axes.
     *
     * @param checked the cells with one value of each drawn setting, after all extremes were accepted
     */
    private record Combinations(
            Part part,
            List<Labelled<TaskConfig>> tasks,
            List<CellTemplate> cells,
            List<CellTemplate.Bound> checked,
            List<Labelled<DataConfig>> data) {
        static Combinations of(Part part, boolean drawing) {
            Map<String, Object> sections = part.sections();
            List<Labelled<TaskConfig>> tasks = bindAll("task", sections.get("task"), TaskConfig.class);
            List<Labelled<DataConfig>> data =
                    bindAll("data", sections.getOrDefault("data", Map.of()), DataConfig.class);
            Map<String, Object> train = Axes.mapping("train", sections.getOrDefault("train", Map.of()));
            List<CellTemplate> cells = CellTemplate.all(sections.get("cell"), train, drawing);
            List<CellTemplate.Bound> checked =
                    cells.stream().map(CellTemplate::checked).toList();
            return new Combinations(part, tasks, cells, checked, data);
        }

        double studies() {
            return (double) tasks.size() * cells.size() * data.size();
        }

        /** Expected updates of one configuration of every study with one seed. */
        double expectedUpdates(Search.Drawing search) {
            return studies()
                    / cells.size()
                    * checked.stream()
                            .mapToDouble(bound -> search.expectedUpdates(bound.train()))
                            .sum();
        }
    }

    /** The number of configurations drawn for each study. */
    private static int configurations(
            Search.Drawing search, List<Combinations> parts, Set<String> settings, int seeds) {
        if (settings.isEmpty()) {
            throw ConfigException.of(
                    "search.strategy", "a search with nothing to draw", "grid, or a setting " + Distribution.ALLOWED);
        }
        double trials = parts.stream().mapToDouble(Combinations::studies).sum() * seeds;
        double updates =
                parts.stream().mapToDouble(part -> part.expectedUpdates(search)).sum() * seeds;
        long count = search.budget().configurations(trials, updates);
        refuseTooMany(trials * count);
        return (int) count;
    }

    /** Collects trials, and studies if configurations are drawn. Duplicates are left out. */
    private static final class Plan {
        private final List<Long> seeds;
        private final Draws draws;
        private final int drawn;
        private final Set<Trial> seen = new HashSet<>();
        private final List<Trial> trials = new ArrayList<>();
        private final Map<String, Study> studies = new LinkedHashMap<>();

        /**
         * @param draws null under a grid
         * @param drawn configurations of each study
         */
        Plan(List<Long> seeds, Draws draws, int drawn) {
            this.seeds = seeds;
            this.draws = draws;
            this.drawn = drawn;
        }

        Plan add(Combinations part) {
            List<List<CellTemplate.Bound>> configurations = draws == null
                    ? part.checked.stream().map(List::of).toList()
                    : part.cells.stream()
                            .map(cell -> IntStream.range(0, drawn)
                                    .mapToObj(i -> cell.draw(draws, i))
                                    .toList())
                            .toList();
            for (Labelled<TaskConfig> task : part.tasks) {
                for (int cell = 0; cell < part.cells.size(); cell++) {
                    for (Labelled<DataConfig> sizes : part.data) {
                        String label = part.cells.get(cell).label(task.value) + sizes.label;
                        add(task.value, configurations.get(cell), sizes.value, label, part.part.field());
                    }
                }
            }
            return this;
        }

        private void add(TaskConfig task, List<CellTemplate.Bound> bounds, DataConfig data, String label, String part) {
            List<Configuration> configurations = new ArrayList<>();
            for (int i = 0; i < bounds.size(); i++) {
                CellTemplate.Bound bound = bounds.get(i);
                List<Trial> trials = seeds.stream()
                        .map(seed -> new Trial(task, bound.cell(), bound.train(), data, seed))
                        .toList();
                if (seen.add(trials.get(0))) {
                    this.trials.addAll(trials);
                    configurations.add(new Configuration(trials.get(0).configId(), i, trials));
                }
            }
            if (draws != null && !configurations.isEmpty()) {
                String distinct = studies.containsKey(label) ? label + " " + part : label;
                studies.put(distinct, new Study(distinct, configurations));
            }
        }

        List<Study> studies() {
            return List.copyOf(studies.values());
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
        Optional<Long> count = Numbers.whole(value);
        if (count.isPresent() && count.get() >= 1 && count.get() <= Axes.MOST) {
            return LongStream.range(0, count.get()).boxed().toList();
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw Numbers.refused("seeds", value, allowed);
        }
        List<Long> seeds = new ArrayList<>();
        for (Object element : list) {
            seeds.add(Numbers.whole(element)
                    .filter(seed -> seed >= 0)
                    .orElseThrow(() -> Numbers.refused("seeds", element, allowed)));
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
