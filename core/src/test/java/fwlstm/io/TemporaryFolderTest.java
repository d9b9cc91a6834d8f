package fwlstm.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @TempDir
    Path folder;

    @Test
    void says_why_a_folder_cannot_be_used() throws IOException {
        assertThat(TemporaryFolder.problem(folder)).isEmpty();
        assertThat(folder).isEmptyDirectory();
        assertThat(TemporaryFolder.problem(folder.resolve("new"))).isEmpty();
        assertThat(TemporaryFolder.problem(folder.resolve("no/such"))).contains("does not exist");
        assertThat(TemporaryFolder.problem(Files.createFile(folder.resolve("file"))))
                .contains("is not a folder");
    }
}
