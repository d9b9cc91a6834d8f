package fwlstm.notebook;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs the cells of a notebook one after another in JShell, inside this process and on its class path, as the Java kernels
 * of Jupyter do: a cell that ends in an expression has its value as a result, the object itself.
 */
final class Kernel implements AutoCloseable {
    /** Expressions; of an assignment or a declaration the value is not shown. */
    private static final Set<SubKind> SHOWN = EnumSet.of(
            SubKind.VAR_VALUE_SUBKIND, SubKind.OTHER_EXPRESSION_SUBKIND, SubKind.TEMP_VAR_EXPRESSION_SUBKIND);

    // One for all kernels: libraries keep the System.out that they first see.
    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
    private static final ByteArrayOutputStream ERR = new ByteArrayOutputStream();

    private final JShell shell;
    private Object value;

    /** What a cell printed, and the value of the expression that it ended in. */
    record Result(String out, String err, Optional<Object> value) {}

    /** A cell that does not compile, or that throws. */
    static final class CellException extends Exception {
        private static final long serialVersionUID = 1;

        CellException(String message) {
            super(message);
        }
    }

    Kernel() {
        shell = JShell.builder().executionEngine(new InProcess(), Map.of()).build();
    }

    /**
     * From now on all that this process prints belongs to the cell that runs.
     *
     * @return the standard output as it was
     */
    static PrintStream takeOutput() {
        PrintStream console = System.out;
        System.setOut(new PrintStream(OUT, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(ERR, true, StandardCharsets.UTF_8));
        return console;
    }

    Result run(String source) throws CellException {
        OUT.reset();
        ERR.reset();
        Optional<Object> last = Optional.empty();
        String rest = source;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (!next.completeness().isComplete()) {
                throw new CellException("not complete: " + rest.strip());
            }
            last = evaluate(next.source());
            rest = next.remaining();
        }
        return new Result(OUT.toString(StandardCharsets.UTF_8), ERR.toString(StandardCharsets.UTF_8), last);
    }

    private Optional<Object> evaluate(String snippet) throws CellException {
        value = null;
        List<SnippetEvent> events = shell.eval(snippet);
        for (SnippetEvent event : events) {
            if (event.exception() instanceof EvalException thrown) {
                throw new CellException(thrown.getExceptionClassName() + ": " + thrown.getMessage());
            } else if (event.exception() != null) {
                throw new CellException(event.exception().toString());
            } else if (event.status() != Snippet.Status.VALID && event.status() != Snippet.Status.OVERWRITTEN) {
                throw new CellException(shell.diagnostics(event.snippet())
                        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                        .collect(Collectors.joining("\n", snippet.strip() + "\n", "")));
            }
        }
        boolean shown =
                events.stream().anyMatch(event -> SHOWN.contains(event.snippet().subKind()));
        return shown ? Optional.ofNullable(value) : Optional.empty();
    }

    @Override
    public void close() {
        shell.close();
    }

    /** Runs snippets in this process and keeps the object that one evaluates to, of which JShell only tells the text. */
    private final class InProcess implements ExecutionControlProvider {
        @Override
        public String name() {
            return "in-process";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new DirectExecutionControl() {
                @Override
                protected String invoke(Method snippet) throws Exception {
                    value = snippet.invoke(null);
                    return "";
                }
            };
        }
    }
}
