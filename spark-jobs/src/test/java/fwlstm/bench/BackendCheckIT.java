package fwlstm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.bench.BackendCheck.Comparison;
import fwlstm.bench.BackendCheck.Difference;
import fwlstm.bench.BackendCheck.Findings;
import fwlstm.config.CellConfig;
import fwlstm.config.Layers;
import fwlstm.config.Settings;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.fake.StandInGpu;
import fwlstm.model.Providers;
import fwlstm.train.Backend;
import fwlstm.train.CpuBackend;
import fwlstm.train.PackShape;
import fwlstm.train.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A second CPU provider, which sums in other orders, stands in for a GPU that is right, and then for ones that are not. */
class BackendCheckIT {
    private static final Backend CPU = new CpuBackend(Providers.chosen());
    private static final Backend OTHER = new CpuBackend(Providers.named("ejml"));

    @Test
    void every_cell_and_option_is_checked_with_trials_that_make_a_pack() {
        assertThat(CheckCase.ALL.stream().filter(CheckCase::isPlain).map(CheckCase::cell))
                .containsAll(CellConfig.TYPES.keySet());
        for (String cell : CellConfig.names()) {
            List<String> options = new ArrayList<>(Settings.keys(CellConfig.TYPES.get(cell)));
            options.removeAll(Settings.keys(Layers.class));
            options.remove("carry"); // no kernels carry the raw state
            for (String option : options) {
                assertThat(CheckCase.ALL.stream()
                                .filter(network -> network.cell().equals(cell))
                                .flatMap(network -> network.trials(50).stream())
                                .map(trial ->
                                        Settings.values((Record) trial.cell()).get(option))
                                .filter(Objects::nonNull)
                                .distinct())
                        .as(cell + " " + option)
                        .hasSizeGreaterThan(1);
            }
        }
        for (CheckCase network : CheckCase.ALL) {
            List<Trial> trials = network.trials(50);
            assertThat(trials).doesNotHaveDuplicates().hasSizeGreaterThan(2);
            assertThat(trials.stream().map(PackShape::of).distinct())
                    .as(network.label())
                    .hasSize(1);
        }
    }

    static List<CheckCase> networks() {
        return List.of(network("ln-lstm", 12, Map.of()), network("fw-rnn", 5, Map.of("inner_steps", 2)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void what_is_summed_in_another_order_passes(CheckCase network) throws IOException {
        Findings findings = check(network, UnaryOperator.identity());
        assertThat(findings.holds()).as(findings.toString()).isTrue();
        // The fake has another way than step by step for small networks only.
        EnumSet<Comparison> all = EnumSet.allOf(Comparison.class);
        assertThat(findings.differences().keySet())
                .isEqualTo(network.hidden() > 10 ? EnumSet.complementOf(EnumSet.of(Comparison.PATHS)) : all);
    }

    @Test
    void a_pack_that_gives_all_trials_the_decay_of_the_first_fails() throws IOException {
        Findings findings = check(network("fw-lstm", 8, Map.of()), BackendCheckIT::withCellOfTheFirst);
        assertThat(findings.holds()).isFalse();
        assertThat(findings.holds(Comparison.FIRST_GRADIENT)).isFalse();
        assertThat(findings.holds(Comparison.LATER_GRADIENT)).isFalse();
        assertThat(findings.holds(Comparison.SOLO)).isFalse();
    }

    @Test
    void a_pack_that_gives_all_trials_the_learning_rate_of_the_first_fails() throws IOException {
        Findings findings = check(network("irnn", 8, Map.of()), BackendCheckIT::withTrainOfTheFirst);
        assertThat(findings.holds(Comparison.FIRST_GRADIENT)).isTrue();
        assertThat(findings.holds(Comparison.PARAMETERS)).isFalse();
        assertThat(findings.holds(Comparison.SOLO)).isFalse();
        assertThat(findings.holds()).isFalse();
    }

    @Test
    void numbers_that_are_none_fail() {
        Difference difference = Difference.of(3, k -> k == 1 ? Double.NaN : 0);
        Map<Comparison, Difference> differences = Map.of(Comparison.SCORES, difference);
        assertThat(new Findings(network("irnn", 8, Map.of()), differences, 1).holds())
                .isFalse();
    }

    @Test
    void a_gpu_may_leave_options_to_the_cpu_but_no_cell() throws IOException {
        BackendCheck check = check(0, UnaryOperator.identity());
        assertThat(check.check(network("fw-rnn", 8, Map.of("inner_steps", 2))).holds())
                .isTrue();
        assertThat(check.check(network("fw-rnn", 8, Map.of())).holds()).isFalse();
    }

    private static List<Trial> withTrainOfTheFirst(List<Trial> trials) {
        TrainConfig first = trials.get(0).train();
        return trials.stream()
                .map(trial -> new Trial(trial.task(), trial.cell(), first, trial.data(), trial.seed()))
                .toList();
    }

    private static List<Trial> withCellOfTheFirst(List<Trial> trials) {
        CellConfig first = trials.get(0).cell();
        return trials.stream()
                .map(trial -> new Trial(trial.task(), first, trial.train(), trial.data(), trial.seed()))
                .toList();
    }

    private static Findings check(CheckCase network, UnaryOperator<List<Trial>> change) throws IOException {
        return check(16, change).check(network);
    }

    private static BackendCheck check(int width, UnaryOperator<List<Trial>> change) {
        GpuOpener fake = (device, precision, widest, stepwise) -> new StandInGpu(OTHER, stepwise, width, width, change);
        return new BackendCheck(CPU, new MeasuredGpu(fake, 0, Precision.FLOAT32, 1));
    }

    private static CheckCase network(String cell, int hidden, Map<String, Object> options) {
        return new CheckCase(cell, options, hidden, 2, 8);
    }
}
