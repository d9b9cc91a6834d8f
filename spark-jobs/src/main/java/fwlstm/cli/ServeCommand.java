package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.Zstd;
import fwlstm.serve.ResultsServer;
import fwlstm.serve.Sweeps;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a page about sweeps that stays up to date. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        header = "Serves a page about sweeps that stays up to date.%n",
        description = {
            "Serves a page for a browser on this machine: the progress of a running sweep with the learning"
                    + " curves of the trials in training, the results table, every figure of the report, and a"
                    + " table of all trials to sort and filter, each with its own page.",
            "",
            "Reads what is on disk and changes nothing. So it can be started and stopped at any moment, while"
                    + " the sweep runs, here or elsewhere, and when it is finished. If DIR is a folder of"
                    + " results directories, the first page lists them all.",
            "",
            "Only this machine can open the page, unless --bind says otherwise; it needs no internet access.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  fw serve results/quickstart",
            "  fw serve results",
            "  fw serve hdfs://HOST/results/search --port 9000",
            "  fw serve results --bind 0.0.0.0 --allow-host lab.example.org",
            "  ssh -L 8765:127.0.0.1:8765 HOST fw serve results/quickstart"
        })
final class ServeCommand implements Callable<Integer> {
    /** What stands for the usual port, or a free one after it. */
    static final String ANY_PORT = "-1";

    /** The ports that are tried after the usual one, if nobody asked for it. */
    private static final int FURTHER = 9;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Results directory of a sweep, such as results/quickstart, or a folder of them.")
    private String directory;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port to listen at, from 0 to 65535; 0 for any that is free. Default: 8765, or the next that"
                    + " is free, up to 8774.")
    private Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen at; 0.0.0.0 for all of this machine. Whoever can reach it can read the"
                    + " results. Default: 127.0.0.1, which only this machine can reach.")
    private String bind;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "Another name under which the page may be opened, besides this machine's own; may be given"
                    + " several times.")
    private List<String> allowed = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        InetAddress address = address();
        refusePort("--port", port);
        Sweeps sweeps = Sweeps.existing(directory, ResultsDirectory.hadoop());
        Zstd.load();
        try (ResultsServer server = ResultsServer.start(
                sweeps, address, port == null ? ResultsServer.PORT : port, port == null ? FURTHER : 0, allowed)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("serving " + directory + " at " + server.address() + " (control-C ends it)");
            if (!address.isLoopbackAddress()) {
                out.println("whoever can reach " + bind + " at this port can read the results");
            }
            out.flush();
            new CountDownLatch(1).await(); // until the process is ended
        }
        return 0;
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw ConfigException.of("--bind", bind, "an address or name of this machine, such as 0.0.0.0");
        }
    }

    /** Refuses what is no port. */
    static void refusePort(String option, Integer port) {
        if (port != null && (port < 0 || port > 65_535)) {
            throw ConfigException.of(option, port, "a whole number from 0 to 65535");
        }
    }

    /** Serves the directory of a sweep on this machine alone, whether there is something in it already or not. */
    static ResultsServer during(String directory, int port) throws IOException {
        return ResultsServer.start(
                Sweeps.of(directory, ResultsDirectory.hadoop()),
                InetAddress.getLoopbackAddress(),
                port < 0 ? ResultsServer.PORT : port,
                port < 0 ? FURTHER : 0,
                List.of());
    }
}
