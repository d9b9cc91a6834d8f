package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.bench.GpuOpener;
import fwlstm.cli.Fw.Result;
import fwlstm.config.Trial;
import fwlstm.fake.StandInGpu;
import fwlstm.model.Providers;
import fwlstm.train.CpuBackend;
import fwlstm.train.PackBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the benchmark of a GPU prints, with a CPU backend in the GPU's place. */
class GpuBenchIT {
    private static final String HEADER =
            "cell,hidden,pairs,pack,path,ms_median,ms_least,trial_updates_per_second,times_solo,times_cpu_core";

    /** Of the same provider on both sides. */
    private static final String EQUAL = ",0e+00 0e+00".repeat(6);

    @TempDir
    private Path folder;

    @Test
    void packs_beside_a_trial_alone_and_a_core() {
        Result result = bench("--cell", "irnn,lstm", "--hidden", "3", "--pairs", "2", "--pack", "4,2");
        List<String[]> rows = rows(result);
        assertThat(result.out()).startsWith(HEADER + "\n");
        assertThat(rows.stream().map(row -> row[0] + " " + row[3] + " " + row[4]))
                .containsExactly(
                        "irnn 1 cpu core",
                        "irnn 1 persistent",
                        "irnn 2 persistent",
                        "irnn 4 persistent",
                        "lstm 1 cpu core",
                        "lstm 1 persistent",
                        "lstm 2 persistent",
                        "lstm 4 persistent");
        for (String[] row : rows) {
            double millis = Double.parseDouble(row[5]);
            assertThat(Double.parseDouble(row[6])).isPositive().isLessThanOrEqualTo(millis);
            assertThat(Double.parseDouble(row[7]))
                    .isCloseTo(1e3 * Integer.parseInt(row[3]) / millis, within(row[7], millis));
            if (row[3].equals("1")) {
                assertThat(row[8]).isEqualTo("1.00");
            }
        }
        assertThat(rows.get(0)[9]).isEqualTo("1.00");
        assertThat(Double.parseDouble(rows.get(3)[8]))
                .isCloseTo(Double.parseDouble(rows.get(3)[7]) / Double.parseDouble(rows.get(1)[7]), tolerance(0.02));
    }

    @Test
    void step_by_step_too_where_another_way_fits() {
        Result result = bench("--cell", "irnn", "--hidden", "3,12", "--pairs", "2", "--pack", "2", "--stepwise");
        assertThat(rows(result).stream().map(row -> row[1] + " " + row[4]).distinct())
                .containsExactly("3 cpu core", "3 persistent", "3 stepwise", "12 cpu core", "12 stepwise");
        assertThat(rows(result)).hasSize(3 + 2 + 3);
    }

    @Test
    void a_pack_for_which_there_is_no_room_is_left_out() {
        Result result = bench("--cell", "irnn", "--hidden", "3", "--pairs", "2", "--pack", "8,16,32");
        assertThat(rows(result).stream().map(row -> row[3])).containsExactly("1", "1", "8");
        assertThat(result.err())
                .contains("16 as one: left out, room for 12 trials, not 16")
                .contains("32 as one: left out, the widest pack here is 16");
    }

    @Test
    void figures_of_another_program_stand_beside_ours() throws IOException {
        Path peer = folder.resolve("peer.csv");
        Files.writeString(peer, """
                cell,hidden,pairs,pack,path,ms_median,ms_least
                irnn,3,2,1,torch eager,1e6,1e6
                irnn,3,2,1,torch graph,1e5,1e5
                irnn,3,2,2,torch vmap,1e5,1e5
                irnn,99,2,1,torch eager,1,1
                """);
        List<String[]> rows = rows(
                bench("--cell", "irnn", "--hidden", "3", "--pairs", "2", "--pack", "2", "--peer", peer.toString()));
        assertThat(rows.stream().map(row -> row[4]))
                .containsExactly("cpu core", "persistent", "persistent", "torch eager", "torch graph", "torch vmap");
        String[] pack = rows.get(2);
        double perSecond = Double.parseDouble(pack[7]);
        assertThat(Double.parseDouble(pack[10])).isCloseTo(perSecond / 0.01, tolerance(0.001)); // the graph's
        assertThat(Double.parseDouble(pack[11])).isCloseTo(perSecond / 0.02, tolerance(0.001));
        assertThat(rows.get(3)[10]).isEqualTo("0.10");
        assertThat(rows.get(1)[11]).isEqualTo("–");
    }

    @Test
    void figures_that_are_none_are_refused() throws IOException {
        Path peer = folder.resolve("peer.csv");
        for (String text : List.of(
                "",
                "cell,hidden\n",
                "cell,hidden,pairs,pack,path,ms_median,ms_least\nirnn,3,2,1,x,fast,1\n",
                "cell,hidden,pairs,pack,path,ms_median,ms_least\nirnn,3,2\n")) {
            Files.writeString(peer, text);
            Result result = run("--cell", "irnn", "--hidden", "3", "--peer", peer.toString());
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err().lines()).singleElement().asString().contains("peer.csv", "found ", "allowed: ");
        }
    }

    @Test
    void a_check_has_a_line_for_each_network_of_the_cells() {
        Result result = bench("--check", "--cell", "irnn,lstm");
        assertThat(result.out().lines().toList())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(0))
                        .isEqualTo(
                                "network,first_gradient,later_gradient,train_loss,parameters,scores,solo,paths,result"))
                .satisfies(lines -> assertThat(lines.get(1)).isEqualTo("lstm H=20 K=4 B=64" + EQUAL + ",–,ok"))
                .satisfies(lines -> assertThat(lines.get(2)).isEqualTo("irnn H=20 K=4 B=64" + EQUAL + ",–,ok"))
                .satisfies(lines -> assertThat(lines.get(3)).startsWith("allowed,1e-04 1e-02,"));
    }

    @Test
    void a_check_that_fails_is_a_failure() {
        Result result = run(trials -> PackBenchmark.pack(trials.get(0), trials.size()), "--check", "--cell", "irnn");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains(" !,").contains(",FAILED");
        assertThat(result.err()).endsWith("fw: GPU and CPU differ on 1 of 1 networks\n");
    }

    private static Offset<Double> within(String printed, double millis) {
        return Offset.offset(1 + Double.parseDouble(printed) * 1e-4 / millis);
    }

    private static Percentage tolerance(double share) {
        return Percentage.withPercentage(100 * share);
    }

    private static List<String[]> rows(Result result) {
        return result.out().lines().skip(1).map(line -> line.split(",", -1)).toList();
    }

    private static Result bench(String... arguments) {
        Result result = run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private static Result run(String... arguments) {
        return run(UnaryOperator.identity(), arguments);
    }

    private static Result run(UnaryOperator<List<Trial>> change, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        GpuOpener fake = (device, precision, widest, stepwise) ->
                new StandInGpu(new CpuBackend(Providers.chosen()), stepwise, 16, 12, change);
        CommandLine commandLine = Failures.inOneLine(new CommandLine(new BenchCommand(fake)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        Stream<String> common = Stream.of("--backend", "gpu", "--batch", "4", "--seconds", "0.02", "--format", "csv");
        int exitCode = commandLine.execute(
                Stream.concat(common, Arrays.stream(arguments)).toArray(String[]::new));
        return new Result(exitCode, out.toString(), err.toString());
    }
}
