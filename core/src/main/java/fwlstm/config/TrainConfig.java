package fwlstm.config;

import java.io.Serializable;

/** The training settings of a trial. */
public record TrainConfig(
        @Setting(value = "optimiser", defaultValue = "adam") OptimizerName optimizer,

        @Setting(value = "learning rate", defaultValue = "1e-3", min = 0, exclusiveMin = true, max = 10)
        double learningRate,

        @Setting(value = "course of the learning rate over the updates", defaultValue = "constant")
        Schedule schedule,

        @Setting(
                value = "largest L2 norm of the whole gradient; larger ones are scaled down",
                defaultValue = "null",
                min = 0,
                exclusiveMin = true,
                max = 1e9)
        Double clipNorm,

        @Setting(value = "sequences per update B", defaultValue = "128", min = 1, max = 65536)
        int batch,

        @Setting(value = "updates of the parameters, at most", defaultValue = "20000", min = 1, max = 100_000_000)
        int updates,

        @Setting(
                value = "updates between two evaluations on the validation set",
                defaultValue = "500",
                min = 1,
                max = 100_000_000)
        int evaluateEvery,

        @Setting(
                value = "stop once validation accuracy (0 to 1) reaches this",
                defaultValue = "null",
                min = 0,
                exclusiveMin = true,
                max = 1)
        Double stopAccuracy,

        @Setting(
                value = "stop after this many evaluations without a better validation accuracy",
                defaultValue = "null",
                min = 1,
                max = 1_000_000)
        Integer patience,

        @Setting(
                value = "whether early stopping also applies at chance level, where slow starters wait",
                defaultValue = "false")
        boolean patienceOnPlateau)
        implements Serializable {
    public TrainConfig {
        Settings.check(
                TrainConfig.class,
                optimizer,
                learningRate,
                schedule,
                clipNorm,
                batch,
                updates,
                evaluateEvery,
                stopAccuracy,
                patience,
                patienceOnPlateau);
    }
}
