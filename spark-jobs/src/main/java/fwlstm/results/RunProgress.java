package fwlstm.results;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The progress of a run of a sweep, for programs: the keys of {@code fw sweep --json} and, except {@code error}, of
 * every heartbeat. Unknown values are null.
 *
 * @param state whether it runs, or how it has ended
 * @param trials trials to train in this run, those that had no record when it began
 * @param ended how many of them have ended, by status
 * @param takenUp additional trials that an earlier search had stopped and this one promotes
 * @param takenUpEnded how many of those have ended, by status
 * @param paused trials that wait at a rung of their search
 * @param repeated attempts that failed and were repeated
 * @param fraction fraction of the work that is done, 0 to 1
 * @param secondsLeft predicted seconds to the end
 * @param updatesPerSecond updates per second since the run started
 * @param slots trials, or packs of them, that can be trained at once
 * @param running a line for each running trial
 * @param runningTrials the running trials with their learning curves, not all if there are very many
 * @param error why the run was refused or has failed
 */
public record RunProgress(
        State state,
        Integer trials,
        Map<String, Integer> ended,
        Integer takenUp,
        Map<String, Integer> takenUpEnded,
        Integer paused,
        Integer repeated,
        Double fraction,
        Double secondsLeft,
        Double updatesPerSecond,
        Integer slots,
        List<String> running,
        List<RunningTrial> runningTrials,
        String error) {
    /** Whether a run is still running, or how it has ended. */
    public enum State {
        @JsonProperty("running")
        RUNNING,
        /** Everything is recorded. */
        @JsonProperty("done")
        DONE,
        /** By control-C or a signal. */
        @JsonProperty("interrupted")
        INTERRUPTED,
        @JsonProperty("failed")
        FAILED,
        /** Its input was rejected; nothing was trained. */
        @JsonProperty("refused")
        REFUSED
    }

    public RunProgress {
        state = state == null ? State.RUNNING : state; // of another program
        ended = counts(ended);
        takenUpEnded = counts(takenUpEnded);
        fraction = known(fraction);
        secondsLeft = known(secondsLeft);
        updatesPerSecond = known(updatesPerSecond);
        running = running == null ? List.of() : List.copyOf(running);
        runningTrials = runningTrials == null ? List.of() : List.copyOf(runningTrials);
    }

    /** The same without the learning curves of running trials. */
    RunProgress withoutCurves() {
        return new RunProgress(
                state,
                trials,
                ended,
                takenUp,
                takenUpEnded,
                paused,
                repeated,
                fraction,
                secondsLeft,
                updatesPerSecond,
                slots,
                running,
                runningTrials.stream().map(RunningTrial::withoutCurve).toList(),
                error);
    }

    /** A run without any figures, since it has not started to train. */
    public static RunProgress unknown(State state, String error) {
        return new RunProgress(state, null, null, null, null, null, null, null, null, null, null, null, null, error);
    }

    /** A run that found everything recorded. */
    public static RunProgress nothingToTrain() {
        return new RunProgress(State.DONE, 0, null, 0, null, 0, 0, 1.0, 0.0, null, null, null, null, null);
    }

    /** In a fixed order, whatever the map. */
    private static Map<String, Integer> counts(Map<String, Integer> counts) {
        return counts == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Numbers that JSON cannot write, and those that once stood for unknown, become null. */
    private static Double known(Double x) {
        return x == null || !Double.isFinite(x) || x < 0 ? null : x;
    }
}
