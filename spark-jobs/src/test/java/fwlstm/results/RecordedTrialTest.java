package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedTrialTest {
    private final RecordedTrial entry = RecordedTrial.of("small", Records.record(3));

    @Test
    void an_entry_read_back_is_the_same_to_the_last_bit() throws IOException {
        RecordedTrial back = RecordedTrial.fromJson(entry.toJson(), entry.trialId());
        assertThat(back).isEqualTo(entry);
        assertThat(back.trial())
                .containsEntry("best_validation_accuracy", 0.1 + 0.2)
                .containsEntry("lambda", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "updates_run":100       | "updates_run":"x"         | updates_run
            "format_version":1      | "format_version":2        | format version 2
            "seed":3                | "seed":3,"more":1         | a column more, which is not known
            "epoch":0.5             | "epoch":null,"x":0        | a column x, which is not known
            "curve":                | "more":1,"curve":         | a column more, which is not known
            "format_version":1      | "format_version":0        | format version 0
            "format_version":1      | "format_version":null     | format version null
            "updates_run":100       | "updates_run":null        | updates_run is missing
            "status":"done"         | "status":"finished"       | status is finished
            "status":"done"         | "status":null             | status is missing
            "seed":3                | "seed":3,"seed":3         | Duplicate
            "update":100            | "update":50               | out of order
            "curve"                 | "curves"                  | not a record
            "1970-01-01T00:00:00Z"  | "yesterday"               | not a time
            """)
    void what_is_not_an_entry_is_refused(String found, String replacement, String reason) {
        String json = new String(entry.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains(found);
        byte[] changed = json.replace(found, replacement).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RecordedTrial.fromJson(changed, entry.trialId()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void equal_entries_are_equal_files_whichever_process_writes_them() {
        assertThat(new String(entry.toJson(), StandardCharsets.UTF_8))
                .startsWith("{\"trial\":{\"trial_id\":\"" + entry.trialId() + "\",\"config_id\":")
                .contains("},\"curve\":[{\"trial_id\":");
    }

    /** As an earlier fw-lstm wrote it, which had no such result. */
    @Test
    void a_result_that_is_absent_is_null() throws IOException {
        String json = new String(entry.toJson(), StandardCharsets.UTF_8);
        String earlier = json.replace("\"test_loss\":1.0,", "").replace(",\"seconds\":1.4", "");
        RecordedTrial read = RecordedTrial.fromJson(earlier.getBytes(StandardCharsets.UTF_8), entry.trialId());
        assertThat(read.trial()).containsEntry("test_loss", null).hasSameSizeAs(entry.trial());
        assertThat(read.curve().get(1))
                .containsEntry("seconds", null)
                .hasSameSizeAs(entry.curve().get(1));
    }

    /** As an earlier fw-lstm wrote it, which had no such setting. */
    @Test
    void a_setting_that_is_absent_is_null_but_never_loses_a_value() throws IOException {
        String json = new String(entry.toJson(), StandardCharsets.UTF_8);
        byte[] earlier = json.replace("\"data_test_pairs\":null,", "").getBytes(StandardCharsets.UTF_8);
        assertThat(earlier).hasSizeLessThan(json.length());
        assertThat(RecordedTrial.fromJson(earlier, entry.trialId())).isEqualTo(entry);

        RecordedTrial tested = RecordedTrial.of("small", Records.testedAt(9, 3));
        json = new String(tested.toJson(), StandardCharsets.UTF_8);
        assertThat(RecordedTrial.fromJson(tested.toJson(), tested.trialId())).isEqualTo(tested);
        byte[] without = json.replace("\"data_test_pairs\":9,", "").getBytes(StandardCharsets.UTF_8);
        assertThat(without).hasSizeLessThan(json.length());
        assertThatThrownBy(() -> RecordedTrial.fromJson(without, tested.trialId()))
                .isInstanceOf(IOException.class)
                .hasMessage("its ids are not those of its configuration");
        for (String setting : new String[] {"\"batch\":128,", "\"pairs\":2,"}) {
            byte[] damaged = json.replace(setting, "").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> RecordedTrial.fromJson(damaged, tested.trialId()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_record_of_most_evaluations_is_small_enough_to_be_read_again() {
        double longest = -Double.MIN_NORMAL; // -2.2250738585072014E-308
        TrialRecord record = Records.record(26, Long.MAX_VALUE, Status.DONE);
        List<CurvePoint> curve = IntStream.range(0, 1000)
                .mapToObj(k -> new CurvePoint(100_000_000 - k, longest, longest, longest, longest, longest))
                .toList();
        byte[] json = RecordedTrial.of(
                        "small", new TrialRecord(record.trial(), record.result(), record.execution(), curve))
                .toJson();
        assertThat(json.length / 1000L * Ledger.MOST_EVALUATIONS).isLessThan(Ledger.MOST_BYTES);
    }

    @Test
    void a_whole_number_may_have_64_bits() throws IOException {
        RecordedTrial large = RecordedTrial.of("small", Records.record(Long.MAX_VALUE));
        assertThat(RecordedTrial.fromJson(large.toJson(), large.trialId())).isEqualTo(large);
        assertThat(large.trial()).containsEntry("seed", Long.MAX_VALUE);
    }

    @Test
    void an_entry_is_a_row_of_one_table_and_its_evaluations_are_rows_of_the_other() {
        assertThat(entry.rows(Column.TRIALS)).containsExactly(entry.trial());
        assertThat(entry.rows(Column.CURVES)).isEqualTo(entry.curve()).hasSize(2);
    }

    @Test
    void an_entry_is_replaced_until_it_is_final_by_one_that_covers_more() throws IOException {
        RecordedTrial stopped = RecordedTrial.of("small", Records.record(2, 3, Status.STOPPED));
        String json = new String(stopped.toJson(), StandardCharsets.UTF_8)
                .replace("\"updates_run\":100", "\"updates_run\":200");
        RecordedTrial later = RecordedTrial.fromJson(json.getBytes(StandardCharsets.UTF_8), stopped.trialId());
        assertThat(later.supersedes(stopped)).isTrue();
        assertThat(stopped.supersedes(later)).isFalse();
        assertThat(stopped.supersedes(stopped)).isFalse();
        assertThat(entry.supersedes(later)).as("final").isTrue();
        assertThat(later.supersedes(entry)).isFalse();
        assertThat(entry.supersedes(entry)).isFalse();
    }

    @Test
    void an_entry_cut_short_anywhere_is_refused() {
        byte[] json = entry.toJson();
        for (int length = 0; length < json.length; length += 7) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> RecordedTrial.fromJson(cut, entry.trialId()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_entry_under_another_trials_name_is_refused() {
        assertThatThrownBy(() -> RecordedTrial.fromJson(entry.toJson(), "0000000000000000"))
                .hasMessageContaining("another trial");
    }
}
