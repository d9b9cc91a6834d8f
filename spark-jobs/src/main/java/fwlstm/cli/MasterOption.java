package fwlstm.cli;

import fwlstm.spark.MasterUrl;
import picocli.CommandLine.Option;

/** The Spark master that a command works on. */
final class MasterOption {
    private static final String PROPERTY = "spark.master";

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark master: local[N] for N cores of this machine, spark://HOST:7077 for a cluster."
                    + " Default: the one given to spark-submit, else all cores of this machine.")
    private String master;

    /** The master's URL, or null for the default. A master that cannot be used is refused. */
    String url() {
        String url = master != null ? master : System.getProperty(PROPERTY);
        if (url != null) {
            MasterUrl.check(master != null ? "--master" : PROPERTY, url);
        }
        return master;
    }
}
