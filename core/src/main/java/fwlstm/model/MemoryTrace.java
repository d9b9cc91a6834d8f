package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import fwlstm.task.Question;
import fwlstm.task.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/**
 * A trace of a network's fast weight memory during one sequence: the pattern that each step wrote, the result that it
 * read, and the contribution of earlier writes to the read.
 *
 * <p>A step t = 0 … T−1 first writes, A_t = a_t A_{t−1} + η r_t r_tᵀ, then reads A_t q with its queries q: fw-lstm with
 * r_t itself, fw-rnn with h^(0) … h^(S−1), one for each inner step. Unrolled, a read is a sum over all writes so far,
 *
 * <pre>
 * A_t q = Σ_{τ≤t} α_τ r_τ,   α_τ = η a_{τ+1} ⋯ a_t (r_τ·q)
 * </pre>
 *
 * for every write rule, since the rule only determines a_t.
 *
 * @param question the sequence
 * @param eta η
 * @param steps [T]
 * @param logits [V], of the network's answer
 */
public record MemoryTrace(Question question, double eta, List<Step> steps, float[] logits) {
    public MemoryTrace {
        steps = List.copyOf(steps);
    }

    /**
     * One step of the sequence.
     *
     * @param written [H], the pattern r_t, none negative
     * @param decay a_t, by which A_{t−1} was multiplied: λ under the write rule hebb; 1 − η r_t·r_t under oja, which
     *     may be negative
     * @param fastWeights [H × H], A_t after the write; symmetric
     * @param reads one in fw-lstm, S in fw-rnn, in order
     */
    public record Step(float[] written, double decay, FMatrixRMaj fastWeights, List<Read> reads) {
        public Step {
            reads = List.copyOf(reads);
        }
    }

    /**
     * One read.
     *
     * @param query [H], q
     * @param result [H], A_t q as the network computed it
     */
    public record Read(float[] query, float[] result) {}

    /**
     * A pair of the sequence.
     *
     * @param keyStep the step of its key, 0 … T−1
     * @param valueStep the step of its value
     */
    public record Pair(char key, char value, int keyStep, int valueStep) {}

    /**
     * Runs a sequence through the network of a trial.
     *
     * @param parameters are only read
     * @param sequence of the trial's task, with any number of pairs
     * @throws ConfigException if the task has no such sequence, or the cell has no fast weight memory
     */
    public static MemoryTrace of(Trial trial, Parameters parameters, String sequence) {
        CellConfig cell = trial.cell();
        if (cell.memory() == null) {
            throw ConfigException.of(
                    "cell", cell.name(), cellsWithMemory() + "; the other cells have no fast weight memory");
        }
        Question question = Question.parse(trial.task().name(), sequence);
        TrainConfig alone = Settings.bind(TrainConfig.class, Map.of("batch", 1));
        NetworkConfig config = NetworkConfig.of(cell, alone, question.tokens().length);
        return Providers.all().stream()
                .filter(MemoryTracer.class::isInstance)
                .map(MemoryTracer.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no provider tells what a memory did"))
                .memoryTrace(config, parameters, question);
    }

    private static String cellsWithMemory() {
        return CellConfig.names().stream()
                .filter(name -> CellConfig.of(name, Map.of("hidden", 1)).memory() != null)
                .collect(Collectors.joining(" or "));
    }

    /** The token of a step. */
    public char token(int t) {
        return Vocabulary.symbol(question.tokens()[t]);
    }

    /** The pairs in the order of their keys. */
    public List<Pair> pairs() {
        return IntStream.range(0, question.task().pairs())
                .mapToObj(pair -> {
                    int key = question.keyStep(pair);
                    int value = question.valueStep(pair);
                    return new Pair(token(key), token(value), key, value);
                })
                .toList();
    }

    /**
     * The weights α_τ of the writes in a read: Σ_τ α_τ r_τ is its result.
     *
     * @param t the step that reads
     * @param read which of its reads, from 0
     * @return [t + 1]; none is negative under the write rule hebb
     */
    public double[] weights(int t, int read) {
        float[] query = steps.get(t).reads.get(read).query;
        double[] weights = new double[t + 1];
        double left = eta; // η a_{τ+1} ⋯ a_t
        for (int tau = t; tau >= 0; tau--) {
            weights[tau] = left * dot(steps.get(tau).written, query);
            left *= steps.get(tau).decay;
        }
        return weights;
    }

    /**
     * The part of each write in a read m = Σ_τ α_τ r_τ: the length of α_τ r_τ along m, relative to m. Unlike the
     * weights, which are small where r_τ is large, shares of different writes can be compared.
     *
     * @param t the step that reads
     * @param read which of its reads, from 0
     * @return [t + 1], α_τ (r_τ·m) / (m·m), whose sum is 1; from 0 to 1 under the write rule hebb; all zero if m is
     */
    public double[] shares(int t, int read) {
        float[] m = steps.get(t).reads.get(read).result;
        double square = dot(m, m);
        double[] shares = weights(t, read);
        for (int tau = 0; tau <= t; tau++) {
            shares[tau] = square == 0 ? 0 : shares[tau] * dot(steps.get(tau).written, m) / square;
        }
        return shares;
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }
}
