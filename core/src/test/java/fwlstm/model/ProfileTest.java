package fwlstm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileTest {
    /** A provider that only computes. */
    private static final Provider PLAIN = new Provider() {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public String description() {
            return "only computes";
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.empty();
        }

        @Override
        public Engine engine(NetworkConfig config, Parameters parameters) {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void a_provider_without_a_profile_has_a_typical_speed_and_no_figures() {
        Profile profile = Profile.of(PLAIN);
        assertThat(profile.typicalSpeed()).isEqualTo(8e9);
        assertThat(profile.peakGigaflops()).isEmpty();
        assertThat(profile.phases(null, null, engine -> {}, engine -> {})).isEmpty();
    }

    @Test
    void the_time_of_an_update_is_the_sum_of_its_phases() {
        Parameters parameters = Networks.parameters(Networks.cell("fw-lstm"));
        Map<String, Double> phases = Profile.of(Providers.named("java"))
                .phases(
                        Networks.network(Networks.cell("fw-lstm"), 4, "batch", Networks.BATCH),
                        parameters,
                        engine -> {},
                        engine -> {
                            engine.gradients(Networks.batch(0, Networks.BATCH));
                            engine.update(1e-3);
                        });
        assertThat(phases.keySet())
                .containsExactlyElementsOf(
                        List.of("products", "norm", "gates", "memory", "tokens", "optimizer", "other"));
        assertThat(phases.values()).allSatisfy(share -> assertThat(share).isPositive());
        assertThat(phases.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-9));
    }
}
