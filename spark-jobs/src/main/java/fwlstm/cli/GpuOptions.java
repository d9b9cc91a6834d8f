package fwlstm.cli;

import fwlstm.bench.GpuOpener;
import fwlstm.bench.MeasuredGpu;
import fwlstm.bench.PackTable;
import fwlstm.config.Numbers;
import fwlstm.config.Settings;
import fwlstm.train.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of {@code fw bench} that are for GPUs. */
final class GpuOptions {
    private static final int WIDEST = 4096;
    private static final int MOST_DEVICES = 1024;

    @Option(
            names = "--pack",
            split = ",",
            paramLabel = "N",
            description = "gpu: numbers of trials in a pack (default: 1,4,16,64). 1 is always measured too.")
    private List<String> packs;

    @Option(
            names = "--stepwise",
            description = "gpu: also measures packs step by step where all steps fit in one launch.")
    private boolean stepwise;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description = "gpu: float32, or tf32 for the factors of matrix products (default: float32).")
    private String precision;

    @Option(names = "--device", paramLabel = "N", description = "gpu: its number, counted from 0 (default: 0).")
    private String device;

    @Option(
            names = "--peer",
            paramLabel = "FILE",
            description = "gpu: a file with the figures of benchmarks/peer/fw_torch.py, to include them in the table.")
    private Path peer;

    @Option(
            names = "--check",
            description = "gpu: instead of measuring, checks that the cells compute the same there as on the CPU.")
    private boolean check;

    /** The first of these options that was given. */
    Optional<String> given() {
        return Stream.of(
                        packs == null ? null : "--pack",
                        stepwise ? "--stepwise" : null,
                        precision == null ? null : "--precision",
                        device == null ? null : "--device",
                        peer == null ? null : "--peer",
                        check ? "--check" : null)
                .filter(option -> option != null)
                .findFirst();
    }

    boolean isCheck() {
        return check;
    }

    /** An empty table, with the figures of another program if there are any. */
    PackTable table() throws IOException {
        return peer == null ? PackTable.alone() : PackTable.beside(peer);
    }

    /** The first GPU, or the requested one. */
    MeasuredGpu gpu(GpuOpener opener) {
        int ordinal = device == null ? 0 : whole("--device", device, 0, MOST_DEVICES);
        int widest = packs().get(packs().size() - 1);
        return new MeasuredGpu(opener, ordinal, precision(), widest);
    }

    private Precision precision() {
        return precision == null ? Precision.FLOAT32 : Settings.choose("--precision", precision, Precision.KNOWN);
    }

    /** Sizes of packs in ascending order, from 1. */
    List<Integer> packs() {
        List<String> asked = packs == null ? List.of("4", "16", "64") : packs;
        return Stream.concat(Stream.of(1), asked.stream().map(pack -> whole("--pack", pack, 1, WIDEST)))
                .sorted()
                .distinct()
                .toList();
    }

    /** Whether packs are measured step by step too. */
    boolean stepwise() {
        return stepwise;
    }

    private static int whole(String option, String value, int least, int most) {
        return (int) Numbers.whole(option, value, least, most);
    }
}
