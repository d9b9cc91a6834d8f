package fwlstm.task;

import fwlstm.config.TaskConfig;
import fwlstm.config.TaskName;
import fwlstm.math.RandomStream;

/**
 * Draws sequences of K pairs of distinct letters and digits, two separators and a query letter; the target is the digit
 * paired with the query. Ba et al. 2016 (art); Keller, Sridhar, Wang 2018 (mart).
 *
 * <p>Not thread-safe.
 */
final class AssociativeRetrieval {
    private final TaskConfig task;
    private final int[] letters = new int[Vocabulary.LETTERS];

    AssociativeRetrieval(TaskConfig task) {
        this.task = task;
    }

    /** Draws the next sequence of a stream, always 2K + 1 numbers, into one column of a batch. */
    void draw(RandomStream random, Batch batch, int column) {
        int pairs = task.pairs();
        int size = batch.size();
        int[] tokens = batch.tokens();
        int lastStep = task.steps() - 1;
        for (int letter = 0; letter < letters.length; letter++) {
            letters[letter] = letter;
        }
        for (int pair = 0; pair < pairs; pair++) { // the first K letters of a Fisher–Yates shuffle
            int chosen = pair + random.nextInt(Vocabulary.LETTERS - pair);
            int key = letters[chosen];
            letters[chosen] = letters[pair];
            letters[pair] = key;
            tokens[keyStep(task, pair) * size + column] = key;
        }
        for (int pair = 0; pair < pairs; pair++) {
            int value = Vocabulary.FIRST_DIGIT + random.nextInt(Vocabulary.DIGITS);
            tokens[valueStep(task, pair) * size + column] = value;
        }
        tokens[(lastStep - 2) * size + column] = Vocabulary.SEPARATOR;
        tokens[(lastStep - 1) * size + column] = Vocabulary.SEPARATOR;
        int query = random.nextInt(pairs);
        tokens[lastStep * size + column] = tokens[keyStep(task, query) * size + column];
        batch.targets()[column] = tokens[valueStep(task, query) * size + column];
    }

    /** The step of a pair's key. */
    static int keyStep(TaskConfig task, int pair) {
        return task.name() == TaskName.ART ? 2 * pair : pair;
    }

    /** The step of a pair's value. */
    static int valueStep(TaskConfig task, int pair) {
        return task.name() == TaskName.ART ? 2 * pair + 1 : task.pairs() + pair;
    }
}
