package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.model.MemoryTrace;
import fwlstm.model.Prediction;
import fwlstm.model.Prediction.Answer;
import fwlstm.model.Providers;
import fwlstm.safetensors.ModelFile;
import fwlstm.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a trained network. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        header = "Asks a trained network.%n",
        description = {
            "Gives a trained network a sequence of its task, and prints its answer, the probability of that,"
                    + " and the three most probable answers.",
            "",
            "A sequence has any number of pairs of a letter (the key) and a digit (the value), then ??, then"
                    + " one of the keys:"
                    + " a1b2c3??b for the task art, abc123??b for mart.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw predict model.safetensors \"a1b2c3??b\"",
            "  fw predict model.safetensors \"a1b2c3??b\" --explain"
        })
final class PredictCommand implements Callable<Integer> {
    private static final int SHOWN = 3;

    @Mixin
    private ModelArgument model;

    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "Letters a to z, digits and ?, in quotes.")
    private String sequence;

    @Option(
            names = "--all",
            description = "Prints one line for each of the 37 tokens: the token and the natural logarithm of its"
                    + " probability, which is its logit up to a constant.")
    private boolean all;

    @Option(
            names = "--explain",
            description = "Also prints which steps wrote what the last step read from the fast weights: their weights"
                    + " (the read is the sum of weight times the written pattern) and their shares of"
                    + " its length.")
    private boolean explain;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (all && explain) {
            throw ConfigException.of("--explain", "--all beside it", "one of the two");
        }
        ModelFile file = model.read();
        Optional<Explanation> explanation = explain
                ? Optional.of(new Explanation(MemoryTrace.of(file.trial(), file.parameters(), sequence)))
                : Optional.empty();
        Prediction prediction = Prediction.of(Providers.chosen(), file.trial(), file.parameters(), sequence);
        List<Answer> answers = prediction.answers();
        PrintWriter out = spec.commandLine().getOut();
        if (all) {
            answers.forEach(answer -> out.printf(Locale.ROOT, "%s %.7f%n", answer.token(), answer.logProbability()));
            return 0;
        }
        Answer first = answers.get(0);
        String verdict = first.token() == prediction.target()
                ? "right"
                : "wrong: " + prediction.target() + " is paired with " + sequence.charAt(sequence.length() - 1);
        out.printf(Locale.ROOT, "%s  probability %s, %s%n", first.token(), probability(first), verdict);
        out.println(answers.stream()
                .limit(SHOWN)
                .map(answer -> answer.token() + " " + probability(answer))
                .collect(Collectors.joining(", ", "top " + SHOWN + ": ", "")));
        explanation.ifPresent(e -> out.printf(Locale.ROOT, "%n%s%n", e.text()));
        return 0;
    }

    private static String probability(Answer answer) {
        return TextTable.number(answer.probability(), 4);
    }
}
