package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.config.Trial;
import fwlstm.task.Batch;
import fwlstm.task.Question;
import fwlstm.task.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained network's answer to a sequence.
 *
 * @param target the right answer
 * @param answers all V tokens, the most probable first
 */
public record Prediction(char target, List<Answer> answers) {
    public Prediction {
        answers = List.copyOf(answers);
    }

    /**
     * A token as an answer.
     *
     * @param logProbability natural logarithm of its probability: its logit up to a constant common to all
     */
    public record Answer(char token, double logProbability) {
        /** 0 to 1. */
        public double probability() {
            return StrictMath.exp(logProbability);
        }
    }

    /**
     * Computes the answer of a trial's network.
     *
     * @param parameters are only read
     * @param sequence of the trial's task, with any number of pairs
     * @throws fwlstm.config.ConfigException if the task has no such sequence
     */
    public static Prediction of(Provider provider, Trial trial, Parameters parameters, String sequence) {
        Question question = Question.parse(trial.task().name(), sequence);
        CellConfig cell = trial.cell();
        int steps = question.tokens().length;
        Parameters own = new Parameters(cell);
        own.set(parameters);
        Engine engine = provider.engine(NetworkConfig.of(cell, trial.train(), steps), own);
        Batch batch = question.repeated(trial.train().batch());
        List<Answer> answers = IntStream.range(0, Vocabulary.SIZE)
                .mapToObj(token -> new Answer(Vocabulary.symbol(token), logProbability(engine, batch, token)))
                .sorted(Comparator.comparingDouble(Answer::logProbability).reversed())
                .toList();
        return new Prediction(Vocabulary.symbol(question.target()), answers);
    }

    /** An engine tells cross-entropies, which are the logarithms of the targets' probabilities, negated. */
    private static double logProbability(Engine engine, Batch batch, int token) {
        Arrays.fill(batch.targets(), token);
        Score score = new Score();
        engine.evaluate(batch, 1, score);
        return -score.loss();
    }
}
