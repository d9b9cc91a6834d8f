package fwlstm.task;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.DataConfig;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    private static int[] sequence(Batch batch, int column) {
        return IntStream.range(0, batch.steps())
                .map(t -> batch.tokens()[t * batch.size() + column])
                .toArray();
    }

    private static Batch evaluation(TaskConfig task, Split split, int size, long seed) {
        Batch batch = new Batch(task.steps(), size);
        new Dataset(task, new DataConfig(size, size, size), seed).sequences(split, 0, batch);
        return batch;
    }

    @ParameterizedTest
    @CsvSource({"ART, 1", "ART, 4", "ART, 26", "MART, 1", "MART, 4", "MART, 26"})
    void sequences_have_the_published_form(TaskName name, int pairs) {
        TaskConfig task = new TaskConfig(name, pairs);
        Batch batch = evaluation(task, Split.TEST, 500, 1);
        for (int column = 0; column < batch.size(); column++) {
            int[] tokens = sequence(batch, column);
            assertThat(tokens).hasSize(2 * pairs + 3);
            int[] keys = new int[pairs];
            int[] values = new int[pairs];
            for (int pair = 0; pair < pairs; pair++) {
                keys[pair] = tokens[name == TaskName.ART ? 2 * pair : pair];
                values[pair] = tokens[name == TaskName.ART ? 2 * pair + 1 : pairs + pair];
            }
            assertThat(keys).doesNotHaveDuplicates();
            assertThat(Arrays.stream(keys)).allMatch(key -> key >= 0 && key < 26);
            assertThat(Arrays.stream(values)).allMatch(value -> value >= 26 && value < 36);
            assertThat(tokens[2 * pairs]).isEqualTo(Vocabulary.SEPARATOR);
            assertThat(tokens[2 * pairs + 1]).isEqualTo(Vocabulary.SEPARATOR);
            int query = Arrays.stream(keys).boxed().toList().indexOf(tokens[2 * pairs + 2]);
            assertThat(query).isNotNegative();
            assertThat(batch.targets()[column]).isEqualTo(values[query]);
        }
    }

    @Test
    void keys_values_and_query_positions_are_uniform() {
        TaskConfig task = new TaskConfig(TaskName.ART, 4);
        int sequences = 40_000;
        Batch batch = evaluation(task, Split.TRAIN, sequences, 2);
        int[][] counts = {new int[26], new int[10], new int[4]};
        for (int column = 0; column < sequences; column++) {
            int[] tokens = sequence(batch, column);
            counts[0][tokens[6]]++; // the last key: drawn without replacement, still uniform
            counts[1][tokens[3] - Vocabulary.FIRST_DIGIT]++;
            for (int pair = 0; pair < 4; pair++) {
                counts[2][pair] += tokens[2 * pair] == tokens[10] ? 1 : 0;
            }
        }
        double[] limits = {52.6, 27.9, 16.3}; // chi-square at 0.1 % for 25, 9 and 3 degrees of freedom
        for (int k = 0; k < counts.length; k++) {
            double expected = (double) sequences / counts[k].length;
            double chiSquare = Arrays.stream(counts[k])
                    .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                    .sum();
            assertThat(chiSquare).isLessThan(limits[k]);
        }
    }

    @Test
    void splits_and_seeds_do_not_share_sequences() {
        TaskConfig task = new TaskConfig(TaskName.MART, 8);
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 2; seed++) {
            for (Split split : Split.values()) {
                Batch batch = evaluation(task, split, 1000, seed);
                for (int column = 0; column < batch.size(); column++) {
                    seen.add(Arrays.toString(sequence(batch, column)));
                }
            }
        }
        assertThat(seen).hasSize(6000); // 26!/18! · 10⁸ possibilities: a chance repetition is out of the question
    }

    @Test
    void an_epoch_visits_every_sequence_once_in_an_order_of_its_own() {
        TaskConfig task = new TaskConfig(TaskName.ART, 8);
        Dataset data = new Dataset(task, new DataConfig(60, 1, 1), 3);
        String[] epochs = new String[2];
        for (int epoch = 0; epoch < 2; epoch++) {
            Set<String> seen = new HashSet<>();
            StringBuilder order = new StringBuilder();
            for (int update = 0; update < 6; update++) {
                Batch batch = new Batch(task.steps(), 10);
                data.train(6 * epoch + update, batch);
                for (int column = 0; column < 10; column++) {
                    seen.add(Arrays.toString(sequence(batch, column)));
                    order.append(Arrays.toString(sequence(batch, column)));
                }
            }
            assertThat(seen).hasSize(60);
            epochs[epoch] = order.toString();
        }
        assertThat(epochs[0]).isNotEqualTo(epochs[1]);
    }

    @Test
    void the_batch_of_an_update_does_not_depend_on_the_updates_before() {
        TaskConfig task = new TaskConfig(TaskName.ART, 4);
        DataConfig sizes = new DataConfig(100, 1, 1);
        Dataset walked = new Dataset(task, sizes, 4);
        Batch batch = new Batch(task.steps(), 7);
        for (int update = 0; update <= 40; update++) {
            walked.train(update, batch);
        }
        Batch jumped = new Batch(task.steps(), 7);
        new Dataset(task, sizes, 4).train(40, jumped);
        assertThat(jumped.tokens()).isEqualTo(batch.tokens());
        assertThat(jumped.targets()).isEqualTo(batch.targets());
    }

    @ParameterizedTest
    @CsvSource({"ART, 4, 9", "ART, 4, 1", "MART, 4, 9", "MART, 4, 26"})
    void the_test_set_at_another_difficulty_is_that_of_a_trial_trained_there(TaskName name, int pairs, int testPairs) {
        TaskConfig task = new TaskConfig(name, pairs);
        DataConfig data = new DataConfig(50, 50, 50, testPairs);
        for (Split split : Split.values()) {
            TaskConfig expected = new TaskConfig(name, split == Split.TEST ? testPairs : pairs);
            assertThat(split.task(task, data)).isEqualTo(expected);
            Batch batch = new Batch(expected.steps(), 50);
            new Dataset(task, data, 6).sequences(split, 0, batch);
            Batch other = evaluation(expected, split, 50, 6);
            assertThat(batch.tokens()).isEqualTo(other.tokens());
            assertThat(batch.targets()).isEqualTo(other.targets());
        }
    }

    @Test
    void the_last_batch_of_a_split_says_how_many_belong_to_it() {
        TaskConfig task = new TaskConfig(TaskName.ART, 2);
        Dataset data = new Dataset(task, new DataConfig(10, 10, 10), 5);
        Batch batch = new Batch(task.steps(), 4);
        assertThat(data.sequences(Split.VALIDATION, 0, batch)).isEqualTo(4);
        int[] first = sequence(batch, 0);
        assertThat(data.sequences(Split.VALIDATION, 8, batch)).isEqualTo(2);
        assertThat(sequence(batch, 2)).isEqualTo(first);
    }
}
