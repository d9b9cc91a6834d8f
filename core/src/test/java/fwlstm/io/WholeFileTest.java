package fwlstm.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void two_writers_of_one_file_share_no_temporary() throws Exception {
        Path file = folder.resolve("model");
        CyclicBarrier bothHaveBegun = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> writers = IntStream.range(0, 2)
                    .<Future<?>>mapToObj(n -> threads.submit(() -> {
                        WholeFile.write(file, out -> {
                            out.write(bytes(String.valueOf(n).repeat(10)));
                            try {
                                bothHaveBegun.await();
                            } catch (Exception e) {
                                throw new IOException(e);
                            }
                            out.write(bytes(String.valueOf(n).repeat(20_000)));
                        });
                        return null;
                    }))
                    .toList();
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(file).content().matches("0{20010}|1{20010}");
        assertThat(names()).containsExactly("model");
    }

    @Test
    void a_file_that_cannot_be_written_is_as_it_was_and_the_error_names_it() throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "old");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(bytes("new"));
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file + ": No space left on device");
        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    throw new IllegalStateException("out of luck");
                }))
                .hasMessage("out of luck");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("model");
        Path nowhere = folder.resolve("missing").resolve("model");
        assertThatThrownBy(() -> WholeFile.write(nowhere, bytes("new")))
                .hasMessage("cannot write " + nowhere + ": no such file");
    }

    @Test
    void permissions_stay_and_a_symbolic_link_stays_one() throws IOException {
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
                .isTrue();
        Path file = Files.writeString(folder.resolve("model"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        Path link = Files.createSymbolicLink(folder.resolve("latest"), Path.of("model"));
        WholeFile.write(link, bytes("new"));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-r--");
        assertThat(WholeFile.isWritable(link)).isTrue();
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("missing", "model"));
        assertThat(WholeFile.isWritable(lost)).isFalse();
        Files.delete(lost);
        Path dangling = Files.createSymbolicLink(folder.resolve("next"), Path.of("to come"));
        WholeFile.write(dangling, bytes("first"));
        assertThat(dangling).isSymbolicLink();
        assertThat(folder.resolve("to come")).hasContent("first");
        assertThat(names()).containsExactly("latest", "model", "next", "to come");
    }

    @Test
    void a_new_file_has_the_permissions_of_any_new_file() throws IOException {
        assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix"))
                .isTrue();
        Path plain = Files.writeString(folder.resolve("plain"), "");
        Path whole = folder.resolve("whole");
        WholeFile.write(whole, bytes(""));
        assertThat(Files.getPosixFilePermissions(whole)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void a_device_is_written_to_and_stays() throws IOException {
        Path device = Path.of("/dev/null");
        assumeThat(Files.isWritable(device)).isTrue();
        assertThat(WholeFile.isWritable(device)).isTrue();
        WholeFile.write(device, bytes("gone"));
        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void what_a_killed_process_left_is_cleared_up_and_nothing_else() throws IOException {
        Path model = folder.resolve("model");
        String prefix = WholeFile.prefix(model);
        Path old = Files.writeString(folder.resolve(prefix + "1234.tmp"), "");
        Path fresh = Files.writeString(folder.resolve(prefix + "5678.tmp"), "");
        Path other = Files.writeString(folder.resolve(WholeFile.prefix(folder.resolve("other")) + "1234.tmp"), "");
        for (Path path : List.of(old, other)) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(7200)));
        }
        WholeFile.write(model, bytes("new"));
        assertThat(folder).isDirectoryContaining("glob:**/model");
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(other).exists();
    }

    @Test
    void a_name_may_be_as_long_as_names_can_be() throws IOException {
        Path file = folder.resolve("n".repeat(255));
        WholeFile.write(file, bytes("new"));
        assertThat(file).hasContent("new");
    }
}
