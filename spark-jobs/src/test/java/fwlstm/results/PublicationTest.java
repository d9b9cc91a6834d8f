package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
    @TempDir
    Path folder;

    /** One of the ways to publish. */
    private interface Way {
        boolean publish(org.apache.hadoop.fs.Path file, byte[] content) throws IOException;
    }

    private void assertThatOneOfManyWins(Way way) throws IOException {
        List<Integer> all = IntStream.range(0, 16).boxed().toList();
        for (int round = 0; round < 20; round++) {
            Path file = folder.resolve("file" + round);
            List<Boolean> won = Parallel.map(
                    all, k -> way.publish(new org.apache.hadoop.fs.Path(file.toString()), new byte[] {(byte) (int) k}));
            assertThat(won).containsOnlyOnce(true);
            assertThat(Files.readAllBytes(file)).containsExactly((byte) won.indexOf(true));
        }
        assertThat(folder.toFile().list()).hasSize(20); // no temporaries, no checksum files
    }

    @Test
    void of_all_who_publish_a_file_at_once_one_wins() throws IOException {
        FileSystem local =
                ResultsDirectory.at(folder.toString(), Records.HADOOP).fileSystem();
        assertThatOneOfManyWins((file, content) -> Publication.publish(local, file, content));
    }

    @Test
    void of_all_who_publish_a_file_at_once_one_wins_where_there_are_no_links() throws IOException {
        assertThatOneOfManyWins(Publication::createNew);
    }
}
