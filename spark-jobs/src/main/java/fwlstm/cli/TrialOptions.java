package fwlstm.cli;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * A trial on the command line: cell, seed, and an option for every setting of a sweep file, from the same annotations.
 */
final class TrialOptions {
    /** The defaults of a trial. */
    private static final Map<String, String> DEFAULTS = Map.of("task", "art", "pairs", "4", "hidden", "50");

    @Option(
            names = "--cell",
            paramLabel = "CELL",
            defaultValue = "fw-lstm",
            completionCandidates = Cells.class,
            description = "recurrent cell; one of ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})")
    private String cell;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "0",
            description = "seed of all random numbers; a whole number from 0 (default 0)")
    private long seed;

    /** The names of all cells. */
    static final class Cells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CellConfig.names().iterator();
        }
    }

    /** Gives a command with these options those of the settings. */
    static void addSettings(CommandSpec spec) {
        settings().forEach((name, component) -> {
            OptionSpec.Builder option = OptionSpec.builder("--" + name)
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(describe(name, component).replace("%", "%%"));
            if (name.contains("_")) {
                option.names("--" + name, "--" + name.replace('_', '-'));
            }
            spec.addOption(option.build());
        });
    }

    private static String describe(String name, RecordComponent component) {
        String text = Settings.describe(component);
        return DEFAULTS.containsKey(name) ? text.replace("(required)", "(default " + DEFAULTS.get(name) + ")") : text;
    }

    /** Every setting but cell and seed, by column. */
    private static Map<String, RecordComponent> settings() {
        Map<String, RecordComponent> settings = new LinkedHashMap<>();
        Settings.components(TaskConfig.class)
                .forEach(c -> settings.put(Settings.key(c).equals("name") ? "task" : Settings.key(c), c));
        CellConfig.TYPES
                .values()
                .forEach(type -> Settings.components(type).forEach(c -> settings.putIfAbsent(Settings.key(c), c)));
        Settings.components(TrainConfig.class).forEach(c -> settings.put(Settings.key(c), c));
        Settings.components(DataConfig.class).forEach(c -> settings.put("data_" + Settings.key(c), c));
        return settings;
    }

    /**
     * The requested trial.
     *
     * @param spec of the command, with the given options
     * @throws ConfigException if there is no such trial
     */
    Trial trial(CommandSpec spec) {
        if (seed < 0) {
            throw ConfigException.of("seed", seed, "a whole number from 0");
        }
        Settings.choose("cell", cell, CellConfig.TYPES);
        Map<String, String> given = new HashMap<>(DEFAULTS);
        settings().keySet().forEach(name -> {
            String value = spec.findOption("--" + name).getValue();
            if (value != null) {
                given.put(name, value);
            }
        });
        Map<String, String> task = take(given, TaskConfig.class, "");
        task.put("name", given.remove("task"));
        Map<String, String> train = take(given, TrainConfig.class, "");
        Map<String, String> data = take(given, DataConfig.class, "data_");
        return new Trial(
                Settings.bind(TaskConfig.class, task),
                CellConfig.of(cell, given),
                Settings.bind(TrainConfig.class, train),
                Settings.bind(DataConfig.class, data),
                seed);
    }

    /** Moves the settings of a record type out of those given. */
    private static Map<String, String> take(Map<String, String> given, Class<? extends Record> type, String prefix) {
        Map<String, String> taken = new HashMap<>();
        Settings.keys(type).forEach(key -> {
            if (given.containsKey(prefix + key)) {
                taken.put(key, given.remove(prefix + key));
            }
        });
        return taken;
    }
}
