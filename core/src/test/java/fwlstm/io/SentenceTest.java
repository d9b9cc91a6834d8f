package fwlstm.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SentenceTest {
    private static final IOException FULL = new IOException("No space left on device");

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(FULL, "No space left on device"),
                Arguments.of(new IOException("\n\n  Syntax error at 'x'  \r\n== SQL ==\n"), "Syntax error at 'x'"),
                Arguments.of(new IOException(" \n\t\n"), "IOException"),
                Arguments.of(new NullPointerException(), "NullPointerException"),
                Arguments.of(new IllegalStateException((String) null, FULL), "No space left on device"),
                Arguments.of(new IllegalStateException("", FULL), "No space left on device"),
                Arguments.of(new IllegalStateException("\n", new IOException()), "IOException"),
                Arguments.of(new ExecutionException(FULL), "No space left on device"),
                Arguments.of(new CompletionException(new UncheckedIOException(FULL)), "No space left on device"),
                Arguments.of(new InvocationTargetException(FULL), "No space left on device"),
                Arguments.of(
                        new IllegalStateException("Exception thrown in awaitResult: ", FULL),
                        "Exception thrown in awaitResult: No space left on device"),
                Arguments.of(new IOException("cannot write x", FULL), "cannot write x"),
                Arguments.of(new NoSuchFileException("a/b c"), "a/b c: there is no such file"),
                Arguments.of(new AccessDeniedException("a"), "a: permission denied"),
                Arguments.of(
                        new FileSystemException("a", "b", "Invalid cross-device link"),
                        "a -> b: Invalid cross-device link"),
                Arguments.of(new UnknownHostException("nowhere"), "UnknownHostException: nowhere"),
                Arguments.of(new NoClassDefFoundError("org/x/Y"), "NoClassDefFoundError: org/x/Y"),
                Arguments.of(new RuntimeException() {}, SentenceTest.class.getName() + "$1"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_says_what_it_is_in_one_line(Throwable failure, String sentence) {
        assertThat(Sentence.of(failure)).isEqualTo(sentence);
    }

    @Test
    void a_circle_of_causes_has_a_sentence_too() {
        Exception inner = new Exception("");
        Exception outer = new Exception("", inner);
        inner.initCause(outer);
        assertThat(Sentence.of(outer)).isEqualTo("Exception");
    }

    @Test
    void the_class_may_go_before() {
        assertThat(Sentence.withClass(FULL)).isEqualTo("java.io.IOException: No space left on device");
        assertThat(Sentence.withClass(new IOException("\nfull\n"))).isEqualTo("java.io.IOException: full");
        assertThat(Sentence.withClass(new NullPointerException())).isEqualTo("java.lang.NullPointerException");
        assertThat(Sentence.withClass(new UnknownHostException("nowhere")))
                .isEqualTo("java.net.UnknownHostException: nowhere");
        assertThat(Sentence.withClass(new ExecutionException(FULL)))
                .isEqualTo("java.util.concurrent.ExecutionException: No space left on device");
    }
}
