package fwlstm.task;

/** The 37 tokens: letters a–z (keys) 0–25, digits 0–9 (values) 26–35, the separator {@code ?} 36. */
public final class Vocabulary {
    public static final int LETTERS = 26;
    public static final int DIGITS = 10;
    public static final int FIRST_DIGIT = LETTERS;
    public static final int SEPARATOR = LETTERS + DIGITS;

    /** V. */
    public static final int SIZE = SEPARATOR + 1;

    private static final String SYMBOLS = "abcdefghijklmnopqrstuvwxyz0123456789?";

    private Vocabulary() {}

    /** The character of a token. */
    public static char symbol(int token) {
        return SYMBOLS.charAt(token);
    }

    /** The token of a character, or −1 if there is none. */
    static int token(char symbol) {
        return SYMBOLS.indexOf(symbol);
    }

    static boolean isLetter(int token) {
        return token >= 0 && token < LETTERS;
    }

    static boolean isDigit(int token) {
        return token >= FIRST_DIGIT && token < SEPARATOR;
    }
}
