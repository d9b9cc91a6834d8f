package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.io.Sentence;
import fwlstm.results.RecordedTrial;
import fwlstm.results.ResultsDirectory;
import fwlstm.safetensors.ModelFile;
import fwlstm.text.TextTable;
import fwlstm.train.Checkpoint;
import fwlstm.train.FileCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a trained network to a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        header = "Writes a trained network to a file.%n",
        customSynopsis = {"fw export DIR TRIAL_ID OUT", "       fw export CHECKPOINT OUT", "       fw export MODEL OUT"
        },
        description = {
            "Writes a trained network as a model file, in the safetensors format that PyTorch and other programs read:"
                    + " docs/model-format.md has the names and shapes.",
            "",
            "From a results directory: the model of a trial that fw sweep --keep-best trained. From a file of"
                    + " fw train --checkpoint: the best parameters so far. From a model file, which may be on"
                    + " another file system: a copy, after checking that it is intact.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw export results/quickstart ab3fc065b26381ae model.safetensors",
            "  fw export trial.checkpoint model.safetensors"
        })
final class ExportCommand implements Callable<Integer> {
    @Parameters(
            arity = "2..3",
            paramLabel = "FROM… OUT",
            hideParamSyntax = true,
            description = "What to export, and the file to write, replaced if" + " it exists.")
    private List<String> arguments;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path out = Path.of(arguments.get(arguments.size() - 1));
        OutputFile.requireWritable("OUT", out);
        PrintWriter lines = spec.commandLine().getOut();
        ModelFile model = arguments.size() == 3
                ? ofTrial(ResultsDirectory.existing(arguments.get(0), ResultsDirectory.hadoop()), arguments.get(1))
                : ofFile(arguments.get(0), lines);
        model.write(out);
        lines.printf(Locale.ROOT, "%s, in %s%n", model.trial().label(), out);
        return 0;
    }

    private static ModelFile ofTrial(ResultsDirectory results, String trialId) throws IOException {
        RecordedTrial recorded = TrialArgument.find(results, trialId);
        byte[] content = results.models()
                .read(recorded)
                .orElseThrow(() -> ConfigException.of(
                        TrialArgument.LABEL,
                        trialId + ", a trial without a model, " + Settings.key(recorded.status()),
                        "a trial that is done and was trained with fw sweep --keep-best"));
        return ModelFile.parse(ByteBuffer.wrap(content), "model of " + trialId);
    }

    private static ModelFile ofFile(String file, PrintWriter lines) throws IOException {
        Path local = Path.of(file);
        if (!new FileCheckpoint(local).isCheckpoint()) {
            return ModelArgument.read(file);
        }
        try {
            Checkpoint checkpoint = new FileCheckpoint(local).read();
            lines.printf(
                    Locale.ROOT,
                    "best after %d of %d updates so far: validation accuracy %s %%%n",
                    checkpoint.bestUpdate(),
                    checkpoint.update(),
                    TextTable.number(100 * checkpoint.bestAccuracy(), 2));
            return new ModelFile(checkpoint.trial(), checkpoint.best());
        } catch (IOException e) {
            throw ConfigException.of(file, "a checkpoint; " + Sentence.of(e), "a whole one of this version");
        }
    }
}
