package fwlstm.cli;

import picocli.CommandLine.Option;

/** The Spark master that a command works on. */
final class MasterOption {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master: local[N] for N cores of this machine, spark://HOST:7077 for a cluster."
                    + " Default: what spark-submit says, else all cores of this machine.")
    private String master;

    /** The master's URL, or null for the default. */
    String url() {
        return master;
    }
}
