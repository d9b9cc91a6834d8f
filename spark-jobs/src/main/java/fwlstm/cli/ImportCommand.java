package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.safetensors.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model file from tensors of another program. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        header = "Makes a model from another program's tensors.%n",
        sortOptions = false,
        description = {
            "Makes a model file from tensors that another program wrote as safetensors, for example PyTorch's"
                    + " safetensors.torch.save_file. docs/model-format.md has their names and shapes.",
            "",
            "Types F32, F64, F16 and BF16 are read; the model has F32. Metadata is ignored: --like, or --cell"
                    + " and the settings of fw train, specify the network.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw import edited.safetensors mine.safetensors --like model.safetensors",
            "  fw import weights.safetensors mine.safetensors --cell fw-lstm --hidden 50 --eta 0.5"
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "WEIGHTS", description = "safetensors file of any program.")
    private Path weights;

    @Parameters(index = "1", paramLabel = "OUT", description = "Model file to write; replaced if it exists.")
    private Path out;

    @Option(
            names = "--like",
            paramLabel = "MODEL",
            description = "model with all settings to use, instead of the options below")
    private String like;

    @Mixin
    private TrialOptions options;

    @Spec
    private CommandSpec spec;

    /** The command with an option for every setting. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ImportCommand());
        TrialOptions.addSettings(commandLine.getCommandSpec());
        return commandLine;
    }

    @Override
    public Integer call() throws IOException {
        OutputFile.requireWritable("OUT", out);
        Trial trial = trial();
        ModelFile.ofWeights(weights, trial).write(out);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s, %d parameters, in %s%n",
                        trial.label(),
                        ParameterSpec.count(trial.cell()),
                        out);
        return 0;
    }

    private Trial trial() {
        if (like == null) {
            return options.trial(spec);
        }
        spec.commandLine().getParseResult().matchedOptions().stream()
                .map(option -> option.longestName())
                .filter(name -> !name.equals("--like"))
                .findFirst()
                .ifPresent(name -> {
                    throw ConfigException.of("--like", name + " beside it", "a model alone, which has all settings");
                });
        return ModelArgument.read(like).trial();
    }
}
