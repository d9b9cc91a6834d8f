package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.model.Providers;
import fwlstm.train.Checkpoint;
import fwlstm.train.Checkpoints;
import fwlstm.train.CpuBackend;
import fwlstm.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest {
    private static final Logger LOG = Logger.getLogger("fwlstm.results");
    private static final Trial TRIAL = new Trial(
            new TaskConfig(TaskName.ART, 1),
            CellConfig.of("irnn", Map.of("hidden", 4, "embedding", 3, "readout", 3)),
            Settings.bind(TrainConfig.class, Map.of("batch", 8, "updates", 40, "evaluate_every", 10)),
            Settings.bind(DataConfig.class, Map.of("train", 50, "validation", 20, "test", 20)),
            3);

    private static final String NUMERICS = Providers.chosen().numerics();

    /** The checkpoints of a trial after 10, 20 and 30 updates. */
    private static final List<Checkpoint> COURSE = new ArrayList<>();

    @TempDir
    Path folder;

    /** Keeps what the trainer saves as bytes, since its state moves on. */
    @BeforeAll
    static void train() throws IOException {
        LOG.setLevel(Level.SEVERE); // damage is expected
        Checkpoints recorder = new Checkpoints() {
            @Override
            public Optional<Checkpoint> load(Trial trial, String numerics) {
                return Optional.empty();
            }

            @Override
            public void save(Checkpoint checkpoint, boolean needed) throws IOException {
                COURSE.add(Mutations.copy(checkpoint, TRIAL));
            }
        };
        new Trainer(new CpuBackend(Providers.chosen()), recorder, (trial, point) -> {}).train(List.of(TRIAL), 0);
    }

    private StoredCheckpoints checkpoints(double secondsBetween) {
        return ResultsDirectory.at(folder.toString(), Records.HADOOP).checkpoints(secondsBetween);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            return files.sorted().toList();
        }
    }

    private int loaded() {
        return checkpoints(0).load(TRIAL, NUMERICS).map(Checkpoint::update).orElse(0);
    }

    @Test
    void the_newest_of_two_is_loaded_by_another_process() throws IOException {
        assertThat(loaded()).isZero();
        for (Checkpoint checkpoint : COURSE) {
            checkpoints(0).save(checkpoint, false); // each from a process of its own
            assertThat(loaded()).isEqualTo(checkpoint.update());
        }
        assertThat(files()).hasSize(2);
        checkpoints(0).delete(TRIAL);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_damaged_checkpoint_gives_way_to_the_one_before_and_two_to_a_fresh_start() throws IOException {
        StoredCheckpoints checkpoints = checkpoints(0);
        checkpoints.save(COURSE.get(0), false);
        checkpoints.save(COURSE.get(1), false);
        Path newest = files().get(1);
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(whole, whole.length - 1));
        assertThat(loaded()).isEqualTo(10);
        checkpoints(0).save(COURSE.get(2), false); // over the damaged one
        assertThat(loaded()).isEqualTo(30);
        for (Path file : files()) {
            Files.write(file, new byte[] {1, 2, 3});
        }
        assertThat(loaded()).isZero();
    }

    @Test
    void what_other_numerics_made_is_passed_over() throws IOException {
        checkpoints(0).save(COURSE.get(0), true);
        assertThat(checkpoints(0).load(TRIAL, "others")).isEmpty();
        assertThat(loaded()).isEqualTo(10);
    }

    @Test
    void saves_are_rare_unless_needed() throws IOException {
        StoredCheckpoints checkpoints = checkpoints(3600);
        assertThat(checkpoints.load(TRIAL, NUMERICS)).isEmpty();
        checkpoints.save(COURSE.get(0), false);
        assertThat(loaded()).isZero();
        checkpoints.save(COURSE.get(1), true);
        assertThat(loaded()).isEqualTo(20);
    }

    @Test
    void a_full_disk_stops_no_training_and_leaves_the_checkpoint_before() throws IOException {
        checkpoints(0).save(COURSE.get(0), false);
        StoredCheckpoints full = ResultsDirectory.at(
                        folder.toUri().toString(),
                        FaultyFileSystem.configuration(Map.of(FaultyFileSystem.SPACE, "100")))
                .checkpoints(0);
        full.save(COURSE.get(1), false);
        assertThat(loaded()).isEqualTo(10);
        assertThatThrownBy(() -> full.save(COURSE.get(1), true))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("cannot record .*/checkpoints/[0-9a-f]{16}\\.[01]: No space left on device");
        assertThat(loaded()).isEqualTo(10);
    }

    @Test
    void no_mutation_of_a_checkpoint_is_taken_for_one() throws IOException {
        checkpoints(0).save(COURSE.get(1), false);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int seed = 0; seed < 500; seed++) {
            byte[] mutated = Mutations.of(whole, seed);
            Files.write(file, mutated);
            assertThat(loaded()).as("mutation %d", seed).isEqualTo(Arrays.equals(mutated, whole) ? 20 : 0);
        }
    }
}
