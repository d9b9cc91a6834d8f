package fwlstm.cli;

import fwlstm.config.ConfigException;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The Spark master that a command works on. */
final class MasterOption {
    private static final String COUNT = "([1-9]\\d{0,3}|\\*)";
    private static final Pattern KNOWN = Pattern.compile(
            "local|local\\[" + COUNT + "(,\\s*\\d+)?]"
                    + "|local-cluster\\[\\d{1,4},\\s*\\d{1,4},\\s*\\d{1,6}]|spark://[^:,]+:\\d{1,5}(,[^:,]+:\\d{1,5})*|yarn|k8s://.+");

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master: local[N] for N cores of this machine, spark://HOST:7077 for a cluster."
                    + " Default: what spark-submit says, else all cores of this machine.")
    private String master;

    /** The master's URL, or null for the default; refused if Spark would not understand it. */
    String url() {
        if (master != null && !KNOWN.matcher(master).matches()) {
            throw ConfigException.of(
                    "--master", master, "local, local[N], local[*], spark://HOST:PORT, yarn or k8s://URL");
        }
        return master;
    }
}
