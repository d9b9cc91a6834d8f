package fwlstm.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import fwlstm.notebook.Kernel.CellException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Runs notebooks, in the folder that they are in, and compares what comes out with what is in the files: texts to the
 * letter, unless a cell is tagged {@code varies}; of pictures only that there is one. With {@code --write} what comes out
 * goes into the files.
 */
final class RunNotebooks {
    private final List<String> problems = new ArrayList<>();

    private RunNotebooks() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream console = Kernel.takeOutput();
        boolean write = arguments[0].equals("--write");
        RunNotebooks run = new RunNotebooks();
        for (String file : Arrays.copyOfRange(arguments, write ? 1 : 0, arguments.length)) {
            long start = System.nanoTime();
            run.notebook(Path.of(file), write);
            console.printf(Locale.ROOT, "%s: %.1f s%n", file, (System.nanoTime() - start) * 1e-9);
        }
        run.problems.forEach(console::println);
        System.exit(run.problems.isEmpty() ? 0 : 1);
    }

    private void notebook(Path file, boolean write) throws IOException {
        Notebook notebook = Notebook.read(file);
        try (Kernel kernel = new Kernel()) {
            int count = 0;
            for (Notebook.Cell cell : notebook.code()) {
                count++;
                String where = file + ", cell [" + count + "]\n" + cell.source() + '\n';
                Kernel.Result result;
                try {
                    result = kernel.run(cell.source());
                } catch (CellException e) { // the cells below need this one
                    problems.add(where + e.getMessage());
                    return;
                }
                ArrayNode outputs = Notebook.outputs(count, result);
                if (!result.err().isEmpty()) {
                    problems.add(where + "prints to the error output: " + result.err());
                } else if (write) {
                    cell.replaceOutputs(count, outputs);
                } else if (!shape(cell, cell.outputs()).equals(shape(cell, outputs))) {
                    problems.add(
                            where + "in the file: " + shape(cell, cell.outputs()) + "\nnow: " + shape(cell, outputs));
                }
            }
        }
        if (write && problems.isEmpty()) {
            notebook.write(file);
        }
    }

    /** What of the outputs of a cell is the same every time. */
    private static List<String> shape(Notebook.Cell cell, ArrayNode outputs) {
        return StreamSupport.stream(outputs.spliterator(), false)
                .map(output -> {
                    if (output.at("/data").has("image/png")) {
                        return "picture";
                    }
                    JsonNode text = output.has("text") ? output.get("text") : output.at("/data/text~1plain");
                    return output.get("output_type").asText() + (cell.varies() ? "" : ": " + Notebook.text(text));
                })
                .toList();
    }
}
