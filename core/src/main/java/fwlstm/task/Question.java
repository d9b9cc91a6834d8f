package fwlstm.task;

import fwlstm.config.ConfigException;
import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import java.util.Arrays;

/**
 * A sequence of a task in text form, such as {@code a1b2c3??b} (art) or {@code abc123??b} (mart).
 *
 * @param task with as many pairs as the sequence has
 * @param tokens [T], values 0 … V−1
 * @param target the correct token
 */
public record Question(TaskConfig task, int[] tokens, int target) {
    private static final int SHORTEST = 5; // one pair
    private static final int LONGEST = 2 * Vocabulary.LETTERS + 3;

    /**
     * Reads a sequence of any number of pairs.
     *
     * @throws ConfigException if the task has no such sequence, with the first wrong position, from 1
     */
    public static Question parse(TaskName task, String text) {
        int length = text.length();
        if (length < SHORTEST || length > LONGEST || length % 2 == 0) {
            throw ConfigException.of(
                    "sequence \"" + text + '"',
                    length + " characters",
                    "2K + 3 for K pairs of a letter and a digit, K from 1 to 26, then ?? and a letter; such as "
                            + (task == TaskName.ART ? "a1b2c3??b" : "abc123??b"));
        }
        TaskConfig config = new TaskConfig(task, (length - 3) / 2);
        int[] tokens =
                text.chars().map(symbol -> Vocabulary.token((char) symbol)).toArray();
        boolean[] isKey = new boolean[length];
        for (int pair = 0; pair < config.pairs(); pair++) {
            isKey[AssociativeRetrieval.keyStep(config, pair)] = true;
        }
        for (int step = 0; step < length - 3; step++) {
            if (isKey[step]) {
                require(Vocabulary.isLetter(tokens[step]), text, step, "a letter a to z, a key");
                require(text.indexOf(text.charAt(step)) == step, text, step, "a letter that is not a key already");
            } else {
                require(Vocabulary.isDigit(tokens[step]), text, step, "a digit 0 to 9, a value");
            }
        }
        for (int step = length - 3; step < length - 1; step++) {
            require(tokens[step] == Vocabulary.SEPARATOR, text, step, "?, since ?? is between the pairs and the query");
        }
        for (int pair = 0; pair < config.pairs(); pair++) {
            if (tokens[AssociativeRetrieval.keyStep(config, pair)] == tokens[length - 1]) {
                return new Question(config, tokens, tokens[AssociativeRetrieval.valueStep(config, pair)]);
            }
        }
        throw refusal(text, length - 1, "a letter that is one of the keys");
    }

    /** The step of a pair's key, 0 … T−1. */
    public int keyStep(int pair) {
        return AssociativeRetrieval.keyStep(task, pair);
    }

    /** The step of a pair's value, 0 … T−1. */
    public int valueStep(int pair) {
        return AssociativeRetrieval.valueStep(task, pair);
    }

    /** A batch that has the sequence, with its target, in each of {@code size} columns. */
    public Batch repeated(int size) {
        Batch batch = new Batch(tokens.length, size);
        for (int step = 0; step < tokens.length; step++) {
            Arrays.fill(batch.tokens(), step * size, (step + 1) * size, tokens[step]);
        }
        Arrays.fill(batch.targets(), target);
        return batch;
    }

    private static void require(boolean condition, String text, int step, String allowed) {
        if (!condition) {
            throw refusal(text, step, allowed);
        }
    }

    private static ConfigException refusal(String text, int step, String allowed) {
        return ConfigException.of(
                "sequence \"" + text + "\", position " + (step + 1), text.substring(step, step + 1), allowed);
    }
}
