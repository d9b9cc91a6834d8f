package fwlstm.cli;

import fwlstm.results.Heartbeat;
import fwlstm.results.LiveSweep;
import fwlstm.results.RunProgress;
import fwlstm.spark.SweepProgress;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The output of {@code fw sweep} for each kind of reader. */
final class SweepOutput {
    /** The reader. */
    enum Audience {
        /** Plan, progress and table. */
        PEOPLE,
        /** {@code --quiet}: the table alone. */
        LOGS,
        /** {@code --json}: objects of JSON alone. */
        PROGRAMS
    }

    private final Audience audience;
    private final PrintWriter out;
    private final PrintWriter err;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile SweepProgress progress; // null before training

    SweepOutput(Audience audience, CommandLine commandLine) {
        this.audience = audience;
        out = commandLine.getOut();
        err = commandLine.getErr();
    }

    /** Prints lines that precede the training. */
    void announce(List<String> lines) {
        if (audience == Audience.PEOPLE) {
            lines.forEach(out::println);
            out.flush();
        }
    }

    /** Prints a line for people, where only they read it. */
    void tell(String line) {
        if (audience == Audience.PEOPLE) {
            announce(List.of(line));
        } else {
            say(line);
        }
    }

    /** Prints a warning. */
    void warn(String warning) {
        err.println("fw: " + warning);
    }

    /** Prints a sentence for people. */
    void say(String sentence) {
        err.println(sentence);
    }

    /** Prints the table of results, which is not made for programs. */
    void table(Supplier<String> table) {
        if (audience != Audience.PROGRAMS) {
            out.println((audience == Audience.PEOPLE ? "\n" : "") + table.get());
        }
    }

    /** Starts the display of a sweep that trains. */
    SweepDisplay display(String name, SweepProgress training, Heartbeat heartbeat) {
        progress = training;
        SweepDisplay.Style style = switch (audience) {
            case PEOPLE -> SweepDisplay.Style.forPeople();
            case LOGS -> SweepDisplay.Style.NONE;
            case PROGRAMS -> SweepDisplay.Style.JSON;
        };
        return new SweepDisplay(name, training, heartbeat, style, audience == Audience.PROGRAMS ? out : err);
    }

    /** Prints the last object for programs, exactly once, however the sweep ended. */
    void end(RunProgress.State state, String error) {
        if (audience != Audience.PROGRAMS || !ended.compareAndSet(false, true)) {
            return;
        }
        SweepProgress trained = progress;
        RunProgress run = trained != null
                ? trained.now().run(state, error)
                : state == RunProgress.State.DONE ? RunProgress.nothingToTrain() : RunProgress.unknown(state, error);
        synchronized (out) {
            out.println(LiveSweep.here(run).withoutCurves().json());
            out.flush();
        }
    }
}
