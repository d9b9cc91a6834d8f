package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.Numbers;
import fwlstm.config.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the section {@code search} of a sweep file to a {@link Search}. */
final class SearchReader {
    private static final List<String> BUDGETS =
            Arrays.stream(Budget.Unit.values()).map(Settings::key).toList();
    private static final List<String> DRAWING = List.of("strategy", "configurations", "trials", "updates", "seed");
    private static final List<String> ASHA =
            List.of("strategy", "configurations", "trials", "updates", "seed", "rungs", "reduction");
    private static final int DEFAULT_REDUCTION = 4;
    private static final int MOST_REDUCTION = 10;

    private SearchReader() {}

    /** Reads the section; null stands for a grid. */
    static Search read(Object section) {
        if (section == null) {
            return new Search.Grid();
        }
        Map<String, Object> search = Axes.mapping("search", section);
        Map<String, List<String>> strategies = new LinkedHashMap<>();
        strategies.put("grid", List.of("strategy"));
        strategies.put("random", DRAWING);
        strategies.put("sobol", DRAWING);
        strategies.put("asha", ASHA);
        refuseUnknown(search, ASHA);
        List<String> keys = Settings.choose("search.strategy", search.get("strategy"), strategies);
        String strategy = (String) search.get("strategy");
        for (String key : search.keySet()) {
            if (!keys.contains(key)) {
                throw ConfigException.of(
                        "search." + key, "a key that strategy " + strategy + " does not have", String.join(", ", keys));
            }
        }
        if (strategy.equals("grid")) {
            return new Search.Grid();
        }
        long seed =
                search.containsKey("seed") ? Numbers.whole("search.seed", search.get("seed"), 0, Long.MAX_VALUE) : 0;
        Budget budget = budget(search);
        return switch (strategy) {
            case "random" -> new Search.Random(seed, budget);
            case "sobol" -> new Search.Sobol(seed, budget);
            default -> new Search.Asha(seed, budget, rungs(search), reduction(search));
        };
    }

    private static void refuseUnknown(Map<String, Object> search, List<String> known) {
        for (String key : search.keySet()) {
            if (!known.contains(key)) {
                throw ConfigException.of("search." + key, "an unknown key", Settings.oneOf(key, known));
            }
        }
    }

    private static Budget budget(Map<String, Object> search) {
        List<String> given = BUDGETS.stream().filter(search::containsKey).toList();
        if (given.size() != 1) {
            throw ConfigException.of(
                    "search",
                    given.isEmpty() ? "no budget" : String.join(" and ", given),
                    "exactly one of " + String.join(", ", BUDGETS));
        }
        String key = given.get(0);
        long amount = Numbers.whole("search." + key, search.get(key), 1, Long.MAX_VALUE);
        return new Budget(Budget.Unit.values()[BUDGETS.indexOf(key)], amount);
    }

    private static List<Integer> rungs(Map<String, Object> search) {
        if (!search.containsKey("rungs")) {
            return List.of();
        }
        String allowed = "a list of updates, ascending";
        if (!(search.get("rungs") instanceof List<?> list) || list.isEmpty()) {
            throw ConfigException.of("search.rungs", search.get("rungs"), allowed);
        }
        List<Integer> rungs = new ArrayList<>();
        for (Object element : list) {
            int rung = (int) Numbers.whole("search.rungs", element, 1, Integer.MAX_VALUE);
            if (!rungs.isEmpty() && rung <= rungs.get(rungs.size() - 1)) {
                throw ConfigException.of("search.rungs", list, allowed);
            }
            rungs.add(rung);
        }
        return rungs;
    }

    private static int reduction(Map<String, Object> search) {
        return search.containsKey("reduction")
                ? (int) Numbers.whole("search.reduction", search.get("reduction"), 2, MOST_REDUCTION)
                : DEFAULT_REDUCTION;
    }
}
