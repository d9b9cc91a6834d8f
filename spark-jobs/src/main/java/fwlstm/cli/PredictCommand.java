package fwlstm.cli;

import fwlstm.model.Prediction;
import fwlstm.model.Prediction.Answer;
import fwlstm.model.Providers;
import fwlstm.safetensors.ModelFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
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
            "Shows a trained network a sequence of its task and prints the answer, its probability, and the three most"
                    + " probable answers.",
            "",
            "A sequence has any number of pairs of a letter, the key, and a digit, the value, then ??, then one of the keys:"
                    + " a1b2c3??b for the task art, abc123??b for mart.",
            ""
        },
        footer = {"", "Example:", "  fw predict model.safetensors \"a1b2c3??b\""})
final class PredictCommand implements Callable<Integer> {
    private static final int SHOWN = 3;

    @Parameters(index = "0", paramLabel = "MODEL", description = "File written by fw train --save.")
    private Path model;

    @Parameters(index = "1", paramLabel = "SEQUENCE", description = "Letters a to z, digits and ?, in quotes.")
    private String sequence;

    @Option(
            names = "--all",
            description =
                    "Print a line for each of the 37 tokens: the token and the natural logarithm of its probability,"
                            + " which is its logit but for a constant.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ModelFile file = ModelFile.read(model);
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
        out.printf("%s  probability %s, %s%n", first.token(), probability(first), verdict);
        out.println(answers.stream()
                .limit(SHOWN)
                .map(answer -> answer.token() + " " + probability(answer))
                .collect(Collectors.joining(", ", "top " + SHOWN + ": ", "")));
        return 0;
    }

    private static String probability(Answer answer) {
        return TextTable.number(answer.probability(), 4);
    }
}
