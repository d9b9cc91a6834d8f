package fwlstm.sweep;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import fwlstm.config.ConfigException;
import fwlstm.config.Numbers;
import fwlstm.io.Sentence;
import fwlstm.io.TextFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads sweep files: YAML in which every list is an axis. */
public final class SweepFile {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build());

    /** The key of names: of a sweep, a task or a cell. */
    private static final String NAME = "name";

    /** The last sweep read: commands read the same file more than once, and expanding it takes time. */
    private static volatile Sweep last;

    private SweepFile() {}

    /**
     * Reads a sweep file.
     *
     * @param overrides items such as {@code train.learning_rate=3e-3}; a value may be any YAML, lists included
     * @throws ConfigException in one line with file and field, if anything cannot be accepted
     */
    public static Sweep read(Path file, List<String> overrides) {
        try {
            return parse(text(file), overrides);
        } catch (ConfigException e) {
            throw e.within(file + ": ");
        }
    }

    /** Reads a sweep from text. */
    public static Sweep parse(String text, List<String> overrides) {
        if (text.isBlank()) {
            throw ConfigException.of("", "an empty file", "a sweep file with name, task and cell");
        }
        Map<String, Object> root = mapping(text);
        overrides.forEach(override -> override(root, override));
        try {
            String source = YAML.writeValueAsString(root);
            Sweep known = last;
            if (known == null || !known.source().equals(source)) {
                known = SweepReader.read(root, source);
                last = known;
            }
            return known;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read must be writable", e);
        }
    }

    private static String text(Path file) {
        try {
            return TextFile.read(file);
        } catch (NoSuchFileException e) {
            throw ConfigException.of("", "no such file", "a sweep file");
        } catch (TextFile.EncodingException e) {
            throw ConfigException.of("", e.getMessage(), "a sweep file in YAML, as text in UTF-8");
        } catch (IOException e) {
            throw ConfigException.of("", Sentence.of(e), "a readable sweep file");
        }
    }

    @SuppressWarnings("unchecked") // keys of YAML mappings are read as text
    private static Map<String, Object> mapping(String text) {
        Object root = value("", text, false);
        if (!(root instanceof Map)) {
            throw ConfigException.of("", root, "a YAML mapping with name, task and cell");
        }
        return (Map<String, Object>) root;
    }

    /**
     * The only value of a YAML text.
     *
     * @param isName whether it is a name, or several
     */
    private static Object value(String field, String text, boolean isName) {
        try (JsonParser parser = YAML.createParser(text)) {
            parser.nextToken();
            Object value = value(parser, isName);
            if (parser.nextToken() != null) {
                throw ConfigException.of(field, "more than one YAML document", "one");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw notYaml(field, e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /**
     * The value at the current token: a map, list, text, number, boolean or null. Only numbers in the notation of
     * {@link Numbers} are numbers, and only {@code true} and {@code false} are booleans; other numbers and booleans of
     * YAML 1.1, and all names, are text.
     */
    private static Object value(JsonParser parser, boolean isName) throws IOException {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) { // would silently be read as plain text
            throw ConfigException.of(
                    "line " + parser.currentTokenLocation().getLineNr(),
                    "the alias *" + parser.getText(),
                    "values written out; aliases are not supported");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                map.put(key, value(parser, key.equals(NAME)));
            }
            return map;
        } else if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser, isName));
            }
            return list;
        } else if (token == null || token == JsonToken.VALUE_NULL) {
            return null;
        }
        String text = parser.getText();
        if (isName) {
            return text;
        } else if (token.isBoolean() && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
            return token == JsonToken.VALUE_TRUE;
        }
        // For example 0400, .nan or yes, which are refused later, when their field is known.
        return token.isNumeric() && Numbers.isNumber(text) ? parser.getNumberValue() : text;
    }

    private static ConfigException notYaml(String field, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            int line = marked.getProblemMark().getLine() + 1; // of the problem, not of its context
            return ConfigException.of(field, marked.getProblem().strip() + " in line " + line, "YAML");
        }
        String line =
                e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
        String problem = e.getOriginalMessage().lines().findFirst().orElse("");
        return ConfigException.of(field, problem + line, "YAML");
    }

    /** Sets {@code section.key=value}; in a list of cells, in every one. */
    private static void override(Map<String, Object> root, String item) {
        int equals = item.indexOf('=');
        if (equals < 1) {
            throw ConfigException.of("--set", item, "KEY=VALUE, such as train.learning_rate=3e-3");
        }
        String path = item.substring(0, equals);
        String[] keys = path.split("\\.");
        boolean isName = keys[keys.length - 1].equals(NAME);
        Object value = value("--set " + path, item.substring(equals + 1), isName);
        assign(root, path, keys, 0, value);
        clearParts(root.get("parts"), keys, value);
        clearTraining(root.get("cell"), keys, value);
    }

    /** A part's own settings override the common ones, but not the command line. */
    private static void clearParts(Object parts, String[] keys, Object value) {
        remove(parts, keys, 0);
        for (Object part : parts instanceof List<?> list ? list : List.of()) {
            if (part instanceof Map<?, ?> sections) {
                clearTraining(sections.get("cell"), keys, value);
            }
        }
    }

    /** The same for a cell's own settings of training. */
    private static void clearTraining(Object cells, String[] keys, Object value) {
        if (!keys[0].equals("train")) {
            return;
        }
        for (Object cell : cells instanceof List<?> list ? list : Collections.singletonList(cells)) {
            if (cell instanceof Map<?, ?> map && keys.length > 1) {
                remove(map.get("train"), keys, 1);
            } else if (cell instanceof Map<?, ?> map && value instanceof Map<?, ?> all) {
                all.keySet().forEach(setting -> remove(map.get("train"), new String[] {(String) setting}, 0));
            }
        }
    }

    /** Removes a setting from a section, or from each section of a list. */
    private static void remove(Object section, String[] keys, int depth) {
        if (section instanceof List<?> list) {
            list.forEach(element -> remove(element, keys, depth));
        } else if (section instanceof Map<?, ?> map && depth == keys.length - 1) {
            map.remove(keys[depth]);
        } else if (section instanceof Map<?, ?> map) {
            remove(map.get(keys[depth]), keys, depth + 1);
        }
    }

    @SuppressWarnings("unchecked")
    private static void assign(Object node, String path, String[] keys, int depth, Object value) {
        if (node instanceof List<?> list) {
            list.forEach(element -> assign(element, path, keys, depth, value));
        } else if (node instanceof Map) {
            Map<String, Object> map = (Map<String, Object>) node;
            if (depth == keys.length - 1) {
                map.put(keys[depth], value);
            } else {
                assign(map.computeIfAbsent(keys[depth], key -> new LinkedHashMap<>()), path, keys, depth + 1, value);
            }
        } else {
            throw ConfigException.of("--set " + path, node, "a key of a mapping");
        }
    }
}
