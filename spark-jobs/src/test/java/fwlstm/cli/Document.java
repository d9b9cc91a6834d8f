package fwlstm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document in Markdown with what {@code fw} prints between {@code <!-- fw ARGUMENTS -->} and {@code <!-- end -->}, and
 * with figures of reports as pictures in {@code images/reproduction/RESULTS/}.
 */
record Document(Path file) {
    private static final Pattern BLOCK = Pattern.compile("<!-- fw (.+?) -->\n(.*?)<!-- end -->", Pattern.DOTALL);
    private static final Pattern PICTURE = Pattern.compile("\\]\\(images/reproduction/([\\w-]+)/([\\w-]+)\\.svg\\)");

    /** A figure of the report about some results. */
    record Picture(String results, String figure) {
        /** Where it is, beside the document. */
        String path() {
            return "images/reproduction/" + results + "/" + figure + ".svg";
        }
    }

    /** The commands, without {@code fw}. */
    List<String> commands() throws IOException {
        return matches(BLOCK).stream().map(match -> match.group(1)).toList();
    }

    /** Its blocks of code in a language, by what is to take the place of {@code DIR}. */
    List<String> code(String language, String directory) throws IOException {
        return matches(Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)).stream()
                .map(match -> match.group(1).replace("DIR", directory))
                .toList();
    }

    List<Picture> pictures() throws IOException {
        return matches(PICTURE).stream()
                .map(match -> new Picture(match.group(1), match.group(2)))
                .toList();
    }

    private List<MatchResult> matches(Pattern pattern) throws IOException {
        return pattern.matcher(text()).results().toList();
    }

    String text() throws IOException {
        return Files.readString(file);
    }

    /** The text with the output of each command in its place. */
    String with(UnaryOperator<String> output) throws IOException {
        return BLOCK.matcher(text())
                .replaceAll(match -> Matcher.quoteReplacement("<!-- fw " + match.group(1) + " -->\n\n"
                        + output.apply(match.group(1)).strip() + "\n\n<!-- end -->"));
    }
}
