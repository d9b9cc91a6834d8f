package fwlstm.train;

import java.time.Instant;

/**
 * Where and how a trial was trained: it may explain a number, but is not a result.
 *
 * @param backend cpu or gpu
 * @param provider the implementation
 * @param device processor or GPU
 * @param packWidth trials trained as one
 * @param attempt 0 for the first; more after a failure of the machine
 * @param trainSeconds wall-clock seconds of training and evaluation, shared by the trials of a pack
 * @param cpuSeconds processor seconds of the training thread
 */
public record Execution(
        String backend,
        String provider,
        String device,
        int packWidth,
        String host,
        int attempt,
        String javaVersion,
        String fwlstmVersion,
        double trainSeconds,
        double cpuSeconds,
        Instant startedAt,
        Instant finishedAt) {

    /** The same with another attempt. */
    public Execution withAttempt(int other) {
        return new Execution(
                backend,
                provider,
                device,
                packWidth,
                host,
                other,
                javaVersion,
                fwlstmVersion,
                trainSeconds,
                cpuSeconds,
                startedAt,
                finishedAt);
    }
}
