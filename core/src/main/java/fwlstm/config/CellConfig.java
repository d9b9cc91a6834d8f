package fwlstm.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A recurrent cell: its widths and options. */
public sealed interface CellConfig extends Serializable {
    /** The cells by the names that sweep files use. */
    Map<String, Class<? extends Record>> TYPES = types();

    /** The names of the cells. */
    Map<Class<?>, String> NAMES =
            TYPES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    Layers layers();

    /** Gates computed from h_{t−1} and x_t: the cell has {@code gates() · hidden()} pre-activations. */
    int gates();

    /** The options of the fast weights; null if the cell has none. */
    FastWeights memory();

    /** How often a step reads the fast weights; 0 if the cell has none. */
    int reads();

    /** Layer normalisation of W_x x_t by itself, apart from that of W_h h_{t−1}. */
    Norm inputNorm();

    /** The cell's name in sweep files and tables. */
    default String name() {
        return NAMES.get(getClass());
    }

    /** A function for each kind of cell. */
    record Cases<R>(
            Function<FwLstm, R> fwLstm,
            Function<FwRnn, R> fwRnn,
            Function<LnLstm, R> lnLstm,
            Function<Lstm, R> lstm,
            Function<Irnn, R> irnn) {}

    /** The function of this cell's kind, applied to it. */
    <R> R match(Cases<R> cases);

    /**
     * The same. A kind added to {@link Cases} is a compile error wherever cells are told apart; write the parameters'
     * types, {@code (Lstm cell) -> …}, and the order is checked as well.
     */
    default <R> R match(
            Function<FwLstm, R> fwLstm,
            Function<FwRnn, R> fwRnn,
            Function<LnLstm, R> lnLstm,
            Function<Lstm, R> lstm,
            Function<Irnn, R> irnn) {
        return match(new Cases<>(fwLstm, fwRnn, lnLstm, lstm, irnn));
    }

    /** The names of all cells, in the order in which they are listed. */
    static Set<String> names() {
        return TYPES.keySet();
    }

    /** Builds a cell by name from the values of its keys. */
    static CellConfig of(Object name, Map<String, ?> values) {
        Class<? extends Record> type = Settings.choose("name", name, TYPES);
        List<String> own = Settings.keys(type);
        for (String key : values.keySet()) {
            if (!own.contains(key)
                    && TYPES.values().stream()
                            .anyMatch(other -> Settings.keys(other).contains(key))) {
                throw ConfigException.of(key, "a setting that " + name + " does not have", String.join(", ", own));
            }
        }
        return (CellConfig) Settings.bind(type, values);
    }

    /**
     * Fast Weight LSTM (Keller, Sridhar, Wang 2018).
     *
     * @param carry null for {@link Carry#NORMALISED}, and without {@code cellNorm}, when there is no choice
     */
    record FwLstm(
            Layers layers,
            FastWeights memory,

            @Setting(value = "bias b_f added to the forget gate", defaultValue = "0.0", min = -10, max = 10)
            double forgetBias,

            @Setting(value = "layer normalisation of the gates", defaultValue = "joint")
            Norm norm,

            @Setting(value = "layer normalisation of the cell state c", defaultValue = "true")
            boolean cellNorm,

            @Setting(
                    value = "cell state that is carried to the next step (cell_norm only)",
                    defaultValue = "normalised")
            Carry carry)
            implements CellConfig {
        public FwLstm {
            Settings.check(
                    FwLstm.class, layers, memory, forgetBias, norm, cellNorm, carry == null ? Carry.NORMALISED : carry);
            // The value of trials recorded before this setting existed, which keep their ids.
            carry = cellNorm && carry == Carry.RAW ? carry : null;
        }

        /** Whether c_t is normalised for h_t, but carried without normalisation. */
        public boolean carriesRaw() {
            return carry == Carry.RAW;
        }

        @Override
        public int gates() {
            return 4;
        }

        @Override
        public int reads() {
            return 1;
        }

        @Override
        public Norm inputNorm() {
            return Norm.NONE;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fwLstm.apply(this);
        }
    }

    /** Fast Weight RNN (Ba, Hinton, Mnih, Leibo, Ionescu 2016). With one gate, {@code per_gate} is {@code joint}. */
    record FwRnn(
            Layers layers,
            FastWeights memory,

            @Setting(value = "inner steps S through the fast weights", defaultValue = "1", min = 1, max = 16)
            int innerSteps,

            @Setting(value = "layer normalisation of the gates", defaultValue = "joint")
            Norm norm)
            implements CellConfig {
        public FwRnn {
            Settings.check(FwRnn.class, layers, memory, innerSteps, norm);
            norm = norm == Norm.PER_GATE ? Norm.JOINT : norm;
        }

        @Override
        public int gates() {
            return 1;
        }

        @Override
        public int reads() {
            return innerSteps;
        }

        @Override
        public Norm inputNorm() {
            return Norm.NONE;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fwRnn.apply(this);
        }
    }

    /** LSTM with layer normalisation (Ba, Kiros, Hinton 2016, eq. 20–22). */
    record LnLstm(
            Layers layers,

            @Setting(value = "bias b_f added to the forget gate", defaultValue = "0.0", min = -10, max = 10)
            double forgetBias,

            @Setting(value = "layer normalisation of the gates", defaultValue = "joint")
            Norm norm,

            @Setting(value = "layer normalisation of the cell state c", defaultValue = "true")
            boolean cellNorm)
            implements CellConfig {
        public LnLstm {
            Settings.check(LnLstm.class, layers, forgetBias, norm, cellNorm);
        }

        @Override
        public int gates() {
            return 4;
        }

        @Override
        public FastWeights memory() {
            return null;
        }

        @Override
        public int reads() {
            return 0;
        }

        @Override
        public Norm inputNorm() {
            return norm;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lnLstm.apply(this);
        }
    }

    /** LSTM with a forget gate (Hochreiter, Schmidhuber 1997; Gers, Schmidhuber, Cummins 2000). */
    record Lstm(
            Layers layers,

            @Setting(value = "bias b_f added to the forget gate", defaultValue = "0.0", min = -10, max = 10)
            double forgetBias)
            implements CellConfig {
        public Lstm {
            Settings.check(Lstm.class, layers, forgetBias);
        }

        @Override
        public int gates() {
            return 4;
        }

        @Override
        public FastWeights memory() {
            return null;
        }

        @Override
        public int reads() {
            return 0;
        }

        @Override
        public Norm inputNorm() {
            return Norm.NONE;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lstm.apply(this);
        }
    }

    /** RNN of rectified linear units whose recurrence starts as the identity (Le, Jaitly, Hinton 2015). */
    record Irnn(Layers layers) implements CellConfig {
        @Override
        public int gates() {
            return 1;
        }

        @Override
        public FastWeights memory() {
            return null;
        }

        @Override
        public int reads() {
            return 0;
        }

        @Override
        public Norm inputNorm() {
            return Norm.NONE;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.irnn.apply(this);
        }
    }

    private static Map<String, Class<? extends Record>> types() {
        Map<String, Class<? extends Record>> types = new LinkedHashMap<>();
        types.put("fw-lstm", FwLstm.class);
        types.put("fw-rnn", FwRnn.class);
        types.put("ln-lstm", LnLstm.class);
        types.put("lstm", Lstm.class);
        types.put("irnn", Irnn.class);
        return Collections.unmodifiableMap(types);
    }
}
