package fwlstm.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFolderTest {
    @TempDir
    Path folder;

    @Test
    void is_the_cache_that_is_named_else_that_of_the_home() {
        String cache = folder.resolve("cache").toString();
        String home = folder.resolve("home").toString();
        assertThat(UserFolder.find(Map.of("XDG_CACHE_HOME", cache, "HOME", home), folder))
                .contains(folder.resolve("cache/fw-lstm"));
        assertThat(UserFolder.find(Map.of("XDG_CACHE_HOME", "", "HOME", home), folder))
                .contains(folder.resolve("home/.cache/fw-lstm"));
    }

    @Test
    void without_a_home_it_is_in_the_temporary_folder_and_this_users_alone() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path first = UserFolder.find(Map.of("HOME", file.toString()), folder).orElseThrow();
        assertThat(first).hasParent(folder).isDirectory();
        assertThat(Files.getPosixFilePermissions(first)).hasSize(3);
        assertThat(UserFolder.find(Map.of(), folder)).contains(first);
        assertThat(folder).isDirectoryContaining("glob:**/file").isDirectoryNotContaining("glob:**.tmp");

        Files.delete(first);
        Files.createSymbolicLink(first, Files.createDirectory(folder.resolve("of-somebody-else")));
        assertThat(UserFolder.find(Map.of(), folder)).isEmpty();
        assertThat(UserFolder.find(Map.of(), folder.resolve("nowhere"))).isEmpty();
    }
}
