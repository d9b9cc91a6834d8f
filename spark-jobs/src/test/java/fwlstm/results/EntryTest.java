package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.CellConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {
    private final Entry entry = Entry.of("small", Records.record(3));

    @Test
    void an_entry_read_back_is_the_same_to_the_last_bit() throws IOException {
        Entry back = Entry.fromJson(entry.toJson(), entry.trialId());
        assertThat(back).isEqualTo(entry);
        assertThat(back.trial())
                .containsEntry("best_validation_accuracy", 0.1 + 0.2)
                .containsEntry("lambda", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "updates_run":100       | "updates_run":"x"         | updates_run
            "format_version":1      | "format_version":2        | format version 2
            "seed":3                | "seed":3,"more":1         | columns
            "epoch":0.5             | "epoch":null,"x":0        | columns
            "status":"done"         | "status":"finished"       | status is finished
            "status":"done"         | "status":null             | status is missing
            "seed":3                | "seed":3,"seed":3         | Duplicate
            "curve"                 | "curves"                  | no record
            "1970-01-01T00:00:00Z"  | "yesterday"               | no time
            """)
    void what_is_not_an_entry_is_refused(String found, String replacement, String reason) {
        String json = new String(entry.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains(found);
        byte[] changed = json.replace(found, replacement).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Entry.fromJson(changed, entry.trialId()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    /** An earlier fw-lstm had no setting {@code carry}, and what it recorded did what null says today. */
    @Test
    void a_setting_that_there_was_not_yet_is_null_but_none_is_lost() throws IOException {
        String carry = "\"carry\":null,";
        String json = new String(entry.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains(carry);
        byte[] earlier = json.replace(carry, "").getBytes(StandardCharsets.UTF_8);
        assertThat(Entry.fromJson(earlier, entry.trialId())).isEqualTo(entry);

        Entry raw = Entry.of("small", Records.record(CellConfig.of("fw-lstm", Map.of("hidden", 5, "carry", "raw")), 3));
        assertThat(Entry.fromJson(raw.toJson(), raw.trialId())).isEqualTo(raw);
        json = new String(raw.toJson(), StandardCharsets.UTF_8);
        assertThat(json).contains("\"carry\":\"raw\",");
        byte[] lost = json.replace("\"carry\":\"raw\",", "").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Entry.fromJson(lost, raw.trialId()))
                .isInstanceOf(IOException.class)
                .hasMessage("its ids are not those of its configuration");
        byte[] other = json.replace("\"batch\":128,", "").getBytes(StandardCharsets.UTF_8);
        assertThat(other).hasSizeLessThan(json.length());
        assertThatThrownBy(() -> Entry.fromJson(other, raw.trialId())).isInstanceOf(IOException.class);
    }

    @Test
    void an_entry_cut_short_anywhere_is_refused() {
        byte[] json = entry.toJson();
        for (int length = 0; length < json.length; length += 7) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> Entry.fromJson(cut, entry.trialId())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void an_entry_under_another_trials_name_is_refused() {
        assertThatThrownBy(() -> Entry.fromJson(entry.toJson(), "0000000000000000"))
                .hasMessageContaining("another trial");
    }
}
