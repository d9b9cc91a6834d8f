package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    @TempDir
    java.nio.file.Path folder;

    /** One of the ways to publish. */
    private interface Way {
        boolean publish(Path file, byte[] content) throws IOException;
    }

    private void assertThatOneOfManyWins(Way way) throws IOException {
        List<Integer> all = IntStream.range(0, 16).boxed().toList();
        for (int round = 0; round < 20; round++) {
            java.nio.file.Path file = folder.resolve("file" + round);
            List<Boolean> won =
                    Parallel.map(all, k -> way.publish(new Path(file.toString()), new byte[] {(byte) (int) k}));
            assertThat(won).containsOnlyOnce(true);
            assertThat(Files.readAllBytes(file)).containsExactly((byte) won.indexOf(true));
        }
        assertThat(folder.toFile().list()).hasSize(20); // no temporaries, no checksum files
    }

    /** Files among which another publishes between a look at a name and the use of it. */
    private static final class Contested extends RawLocalFileSystem {
        private final URI uri;
        private int looks;

        Contested(String scheme) throws IOException {
            uri = URI.create(scheme + ":///");
            initialize(URI.create("file:///"), Records.HADOOP);
        }

        @Override
        public URI getUri() {
            return uri == null ? super.getUri() : uri; // asked for by the constructor above
        }

        @Override
        protected void checkPath(Path path) {
            // Paths without a scheme are of any.
        }

        @Override
        public boolean exists(Path path) throws IOException {
            return looks++ > 0 && super.exists(path);
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            return !super.exists(to) && super.rename(from, to);
        }
    }

    private Path file(String name, int... content) throws IOException {
        byte[] bytes = new byte[content.length];
        for (int n = 0; n < bytes.length; n++) {
            bytes[n] = (byte) content[n];
        }
        return new Path(Files.write(folder.resolve(name), bytes).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "other"})
    void a_file_published_by_another_meanwhile_stays(String scheme) throws IOException {
        Path file = file("file", 1);
        assertThat(Publication.publish(new Contested(scheme), file, new byte[] {2}))
                .isFalse();
        assertThat(folder.resolve("file")).hasBinaryContent(new byte[] {1});
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "other"})
    void a_file_gets_its_final_name_only_if_that_is_free(String scheme) throws IOException {
        Path from = file("from", 1);
        FileSystem files = new Contested(scheme);
        assertThat(Publication.rename(files, from, new Path(folder + "/to"))).isTrue();
        assertThat(folder.toFile().list()).containsExactly("to");
        Path again = file("from", 2);
        for (int look = 0; look < 2; look++) {
            assertThat(Publication.rename(look == 0 ? new Contested(scheme) : files, again, new Path(folder + "/to")))
                    .isFalse();
            assertThat(folder.resolve("from")).hasBinaryContent(new byte[] {2});
            assertThat(folder.resolve("to")).hasBinaryContent(new byte[] {1});
        }
    }

    @Test
    void what_is_written_is_forced_to_disk() {
        FileSystem dying = ResultsDirectory.at(
                        "faulty://" + folder,
                        FaultyFileSystem.configuration(Map.of(FaultyFileSystem.DIE_AT, "2"))) // after the creation
                .fileSystem();
        assertThatThrownBy(() -> Publication.write(dying, new Path(folder + "/file"), new byte[] {1}))
                .hasMessageContaining("the machine is down");
    }

    @Test
    void every_damaged_file_of_a_name_is_kept() throws IOException {
        FileSystem local =
                ResultsDirectory.at(folder.toString(), Records.HADOOP).fileSystem();
        for (int k = 1; k <= 3; k++) {
            Publication.quarantine(local, file("file", k));
        }
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("_file.damaged", "_file.2.damaged", "_file.3.damaged");
        assertThat(folder.resolve("_file.3.damaged")).hasBinaryContent(new byte[] {3});
    }

    @Test
    void only_paths_of_this_machine_are_shown_without_a_scheme() {
        assertThat(Publication.name(new Path("/a/b"))).isEqualTo("/a/b");
        assertThat(Publication.name(new Path("file:/a/b"))).isEqualTo("/a/b");
        assertThat(Publication.name(new Path("s3a://a/b"))).isEqualTo("s3a://a/b");
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
