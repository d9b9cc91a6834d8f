package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.cli.Fw.Result;
import fwlstm.results.Plan;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.Sessions;
import fwlstm.spark.SweepBackend;
import fwlstm.spark.SweepJob;
import fwlstm.sweep.Sweep;
import fwlstm.sweep.SweepFile;
import fwlstm.train.BackendName;
import fwlstm.train.BackendOptions;
import fwlstm.train.Precision;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep says when files are not where it runs. */
class InClusterIT {
    private static final String SWEEP = """
            name: elsewhere
            task: {name: art, pairs: 1}
            cell: {name: irnn, hidden: 4}
            train: {updates: 20, evaluate_every: 10, batch: 16}
            data: {train: 64, validation: 64, test: 64}
            seeds: 1
            """;

    @TempDir
    Path folder;

    /** Runs a sweep as a driver that a cluster has started. */
    private static Result inCluster(String... arguments) {
        System.setProperty("spark.submit.deployMode", "cluster");
        try {
            return Fw.run(arguments);
        } finally {
            System.clearProperty("spark.submit.deployMode");
        }
    }

    @Test
    void a_sweep_file_that_was_not_sent_along_is_refused_with_the_way_to_send_it() {
        Result result = inCluster("sweep", "conf/nowhere.yaml", "--out", folder.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines())
                .containsExactly("fw: conf/nowhere.yaml: found \"no such file where the cluster runs the driver\","
                        + " allowed: spark-submit --files conf/nowhere.yaml and then just nowhere.yaml");
    }

    @Test
    void results_in_the_folder_that_the_driver_is_started_in_are_refused() throws IOException {
        String file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP).toString();
        for (List<String> out : List.of(List.of("--out", "results/x"), List.<String>of())) {
            Result result = inCluster(
                    Stream.concat(Stream.of("sweep", file), out.stream()).toArray(String[]::new));
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err().lines())
                    .singleElement()
                    .asString()
                    .matches("fw: --out: found \"results/\\w+ in a folder that the cluster deletes with the driver\","
                            + " allowed: a directory that all machines reach, hdfs://… or from / on");
        }
        assertThat(inCluster("sweep", file, "--dry-run", "--out", folder.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void executors_that_do_not_see_the_results_directory_train_nothing_and_the_sweep_says_so() throws IOException {
        Sweep sweep = SweepFile.parse(SWEEP, List.of());
        ResultsDirectory unseen = ResultsDirectory.at(folder.resolve("unseen").toString(), ResultsDirectory.hadoop());
        Plan plan = Plan.of(sweep, unseen, false);
        try (SparkSession spark = Sessions.openForSweep("unseen", "local[1]", BackendName.CPU)) {
            SweepJob job = new SweepJob(
                    spark,
                    sweep.name(),
                    unseen,
                    plan.scheduler(),
                    plan.ids(),
                    SweepBackend.cpu(new BackendOptions(BackendName.CPU, Precision.FLOAT32, 1)),
                    new SweepJob.Options(3, 0, false));
            assertThatThrownBy(job::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("unseen has no sweep.yaml on ")
                    .hasMessageEndingWith(
                            ": it is gone, or not on a file system that all machines of the cluster can reach");
        }
        assertThat(folder.resolve("unseen")).doesNotExist();
    }

    @Test
    void yarn_without_a_configuration_is_refused() throws IOException {
        String file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP).toString();
        Result result = Fw.run("sweep", file, "--out", folder.resolve("out").toString(), "--master", "yarn");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines())
                .containsExactly("fw: --master: found \"yarn without a yarn-site.xml\","
                        + " allowed: HADOOP_CONF_DIR=FOLDER, the configuration of a Hadoop");
    }

    @Test
    void the_last_line_is_the_last_that_is_not_blank() throws IOException {
        LastLine line = new LastLine(new StringWriter());
        line.write("one\ntwo\n");
        assertThat(line.text()).isEqualTo("two");
        line.write("\n  \n");
        assertThat(line.text()).isEqualTo("two");
        line.append("thr").append('e').write('e');
        assertThat(line.text()).isEqualTo("three");
    }
}
