package fwlstm.text;

import java.util.List;
import java.util.stream.Collectors;

/** Commands as a shell takes them. */
public final class Shell {
    private Shell() {}

    /** Words separated by spaces, in quotes where they need them. */
    public static String words(List<String> words) {
        return words.stream()
                .map(word -> word.matches("[\\w./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
