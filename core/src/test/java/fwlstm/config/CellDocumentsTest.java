package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.model.Networks;
import fwlstm.model.ParameterSpec;
import fwlstm.task.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written about cells by hand, in the documents and in other languages, has all of them. */
class CellDocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @ParameterizedTest
    @MethodSource("fwlstm.config.CellConfig#names")
    void the_readme_has_every_cell_with_its_options(String name) throws IOException {
        List<String> options = new ArrayList<>(Settings.keys(CellConfig.TYPES.get(name)));
        options.removeAll(Settings.keys(Layers.class));
        assertThat(rows("README.md"))
                .filteredOn(row -> row.get(0).equals("`" + name + "`"))
                .singleElement()
                .satisfies(row -> assertThat(code(row.get(2))).containsExactlyInAnyOrderElementsOf(options));
    }

    @ParameterizedTest
    @CsvSource({"docs/model-format.md", "benchmarks/gpu/run"})
    void every_cell_is_computed_or_measured(String file) throws IOException {
        assertThat(CellConfig.names()).allMatch(names(text(file))::contains);
    }

    private static List<String> names(String text) {
        return Pattern.compile("[a-z-]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void the_peer_has_every_cell_with_its_gates() throws IOException {
        Map<String, Integer> gates = new TreeMap<>();
        CellConfig.names().forEach(name -> gates.put(name, cell(name).gates()));
        Matcher found =
                Pattern.compile("^GATES = \\{(.*)}$", Pattern.MULTILINE).matcher(text("benchmarks/peer/fw_torch.py"));
        assertThat(found.find()).isTrue();
        Map<String, Integer> ofPeer = new TreeMap<>();
        Pattern.compile("\"([a-z-]+)\": (\\d+)")
                .matcher(found.group(1))
                .results()
                .forEach(entry -> ofPeer.put(entry.group(1), Integer.valueOf(entry.group(2))));
        assertThat(ofPeer).isEqualTo(gates);
    }

    @Test
    void the_format_of_models_has_the_gates_of_every_cell() throws IOException {
        Matcher one = Pattern.compile("\\(G = H for ([^)]+)\\)").matcher(text("docs/model-format.md"));
        assertThat(one.find()).isTrue();
        for (String name : CellConfig.names()) {
            assertThat(cell(name).gates()).as(name).isEqualTo(code(one.group(1)).contains(name) ? 1 : 4);
        }
    }

    static List<CellConfig> cells() {
        return Networks.cells();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_format_of_models_has_every_tensor_with_its_shape(CellConfig cell) throws IOException {
        Layers layers = cell.layers();
        Map<String, Integer> sizes = Map.of(
                "V", Vocabulary.SIZE,
                "E", layers.embedding(),
                "H", layers.hidden(),
                "R", layers.readout(),
                "G", cell.gates() * layers.hidden());
        Map<String, List<Integer>> documented = new TreeMap<>();
        for (List<String> row : rows("docs/model-format.md")) {
            if (row.size() != 3 || !row.get(1).startsWith("[")) {
                continue;
            }
            if (row.get(2).equals("all") || code(row.get(2)).contains(cell.name())) {
                List<String> names = code(row.get(0));
                List<String> shapes = List.of(row.get(1).substring(1).split("\\[|], \\[|]"));
                for (int n = 0; n < names.size(); n++) {
                    String shape = shapes.get(Math.min(n, shapes.size() - 1));
                    documented.put(
                            names.get(n),
                            Stream.of(shape.split(", ")).map(sizes::get).toList());
                }
            }
        }
        for (ParameterSpec spec : ParameterSpec.of(cell)) {
            assertThat(documented).containsEntry(spec.name(), spec.shape());
        }
    }

    private static CellConfig cell(String name) {
        return CellConfig.of(name, Map.of("hidden", 1));
    }

    private static List<String> code(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The cells of every row of every table. */
    private static List<List<String>> rows(String file) throws IOException {
        return text(file)
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static String text(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }
}
