package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.train.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The storage on a real HDFS: a name node and a data node in this process. */
@Timeout(180)
class HdfsIT {
    @TempDir
    static Path folder;

    private static MiniDFSCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        Locale locale = Locale.getDefault();
        Locale.setDefault(Locale.ROOT); // the server would look for files with numbers in the digits of the place
        Configuration configuration = new Configuration();
        configuration.set("dfs.namenode.rpc-bind-host", "127.0.0.1");
        cluster = new MiniDFSCluster.Builder(configuration, folder.toFile())
                .numDataNodes(1)
                .build();
        Locale.setDefault(locale);
    }

    @AfterAll
    static void stop() {
        cluster.shutdown(true);
    }

    private static ResultsDirectory directory(String name) {
        return ResultsDirectory.at(cluster.getURI() + "/" + name, Records.HADOOP);
    }

    private static RecordedTrial entry(int pairs, long seed, Status status) {
        return RecordedTrial.of("hdfs", Records.record(pairs, seed, status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", ""}) // also the root
    void records_are_published_compacted_and_replaced(String name) throws IOException {
        ResultsDirectory results = directory(name);
        Ledger ledger = results.ledger();
        assertThat(ledger.publish(entry(2, 1, Status.STOPPED))).isTrue();
        assertThat(ledger.publish(entry(2, 1, Status.FAILED))).isFalse();
        assertThat(ledger.publish(entry(4, 2, Status.DONE))).isTrue();
        assertThat(ledger.entry(entry(4, 2, Status.DONE).trialId())).isPresent();
        assertThat(new Compaction(results).run()).isEmpty();
        assertThat(ledger.ids()).isEmpty();
        ledger.publish(entry(2, 1, Status.DONE));
        ledger.publish(entry(2, 3, Status.DONE));
        assertThat(new Compaction(results).run()).isEmpty();

        assertThat(Recovery.of(results)).isEmpty();
        assertThat(RecordedTrials.of(results))
                .isEqualTo(Map.of(
                        entry(2, 1, Status.DONE).trialId(), Status.DONE,
                        entry(2, 3, Status.DONE).trialId(), Status.DONE,
                        entry(4, 2, Status.DONE).trialId(), Status.DONE));
        StoredResults stored = StoredResults.of(results);
        assertThat(stored.entries()).isEmpty();
        assertThat(stored.trials()).hasSize(2).hasSameSizeAs(stored.curves());
        assertThat(List.of(results.fileSystem().listStatus(results.path())))
                .extracting(status -> status.getPath().getName())
                .contains("ledger", "trials", "curves")
                .doesNotContain("compaction.json");
    }

    @Test
    void models_are_published_read_and_replaced() throws IOException {
        ResultsDirectory results = directory("models");
        StoredModels models = results.models();
        RecordedTrial entry = entry(2, 1, Status.DONE);
        assertThat(models.ids()).isEmpty();
        models.publish(entry, new byte[] {1, 2});
        models.publish(entry, new byte[] {3});
        assertThat(models.read(entry)).contains(new byte[] {3});
        results.ledger().publish(entry);
        models.settle(entry);
        models.settle(entry);
        assertThat(models.read(entry)).contains(new byte[] {3});
        assertThat(models.ids()).containsExactly(entry.trialId());
    }

    @Test
    void a_damaged_record_is_set_aside_and_can_be_published_again() throws IOException {
        ResultsDirectory results = directory("damaged");
        RecordedTrial entry = entry(2, 1, Status.DONE);
        FileSystem fileSystem = results.fileSystem();
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(results.path(), "ledger/" + entry.trialId() + ".json");
        Publication.write(fileSystem, file, new byte[] {1, 2, 3});
        assertThat(Recovery.of(results)).singleElement().asString().contains("_" + entry.trialId() + ".json.damaged");
        assertThat(results.ledger().publish(entry)).isTrue();
        assertThat(results.ledger().entries()).containsExactly(entry);
    }
}
