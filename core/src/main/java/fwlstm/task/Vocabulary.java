package fwlstm.task;

/** The 37 tokens: letters a–z (keys) 0–25, digits 0–9 (values) 26–35, the separator {@code ?} 36. */
public final class Vocabulary {
    public static final int LETTERS = 26;
    public static final int DIGITS = 10;
    public static final int FIRST_DIGIT = LETTERS;
    public static final int SEPARATOR = LETTERS + DIGITS;

    /** V. */
    public static final int SIZE = SEPARATOR + 1;

    private Vocabulary() {}
}
