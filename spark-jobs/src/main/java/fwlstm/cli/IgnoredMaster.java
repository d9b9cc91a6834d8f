package fwlstm.cli;

import picocli.CommandLine.Option;

/** The option of commands that once read results with Spark: scripts may still give it. */
final class IgnoredMaster {
    @Option(names = "--master", paramLabel = "URL", hidden = true)
    private String master;
}
