package fwlstm.sweep;

import java.util.List;

/**
 * Configurations drawn for one combination of the axes of a sweep. They compete only with each other: a search over
 * several tasks or cells finds the best of each. All have the same {@code updates} and {@code evaluate_every}.
 *
 * @param label the axes for people: {@code fw-lstm art K=8 H=50}
 * @param configurations at least one, by index; each is in one study only
 */
public record Study(String label, List<Configuration> configurations) {
    public Study {
        configurations = List.copyOf(configurations);
    }
}
