package fwlstm.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuestionTest {
    @Test
    void letters_digits_and_separators_are_tokens() {
        Question art = Question.parse(TaskName.ART, "a1z0??z");
        assertThat(art.tokens()).containsExactly(0, 27, 25, 26, 36, 36, 25);
        assertThat(art.target()).isEqualTo(26);
        Question mart = Question.parse(TaskName.MART, "az10??a");
        assertThat(mart.tokens()).containsExactly(0, 25, 27, 26, 36, 36, 0);
        assertThat(mart.target()).isEqualTo(27);
    }

    @ParameterizedTest
    @EnumSource
    void what_the_task_draws_is_read_with_its_target(TaskName name) {
        for (int pairs : new int[] {1, 2, 7, 26}) {
            TaskConfig task = new TaskConfig(name, pairs);
            Batch batch = new Batch(task.steps(), 20);
            new Dataset(task, new DataConfig(20, 20, 20), 5).sequences(Split.TEST, 0, batch);
            for (int column = 0; column < batch.size(); column++) {
                StringBuilder text = new StringBuilder();
                for (int step = 0; step < task.steps(); step++) {
                    text.append(Vocabulary.symbol(batch.tokens()[step * batch.size() + column]));
                }
                assertThat(Question.parse(name, text.toString()).target())
                        .as(text.toString())
                        .isEqualTo(batch.targets()[column]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ART, '', 0 characters",
        "ART, a1?a, 4 characters",
        "ART, a1b2c3?b, 8 characters",
        "ART, 1a2b??a, 'position 1: found \"1\", allowed: a letter'",
        "ART, A1b2??b, 'position 1: found \"A\", allowed: a letter'",
        "ART, a1b!??b, 'position 4: found \"!\", allowed: a digit'",
        "ART, a1a2??a, 'position 3: found \"a\", allowed: a letter that is not a key already'",
        "ART, a1b2?3b, 'position 6: found \"3\", allowed: ?'",
        "ART, a1b2??c, 'position 7: found \"c\", allowed: a letter that is one of the keys'",
        "ART, a1b2??1, 'position 7: found \"1\"'",
        "ART, ab12??b, 'position 2: found \"b\", allowed: a digit'",
        "MART, a1b2??b, 'position 2: found \"1\", allowed: a letter'"
    })
    void what_the_task_does_not_have_is_refused_with_its_position(TaskName task, String text, String problem) {
        assertThatThrownBy(() -> Question.parse(task, text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sequence \"" + text + '"')
                .hasMessageContaining(problem);
    }
}
