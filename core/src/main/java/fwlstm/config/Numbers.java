package fwlstm.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notation of numbers in all user input: decimal with the digits 0 to 9, optionally with a sign, a fraction and an
 * exponent, without leading zeros, separators or suffixes. Other notations, which programs interpret differently, are
 * refused: {@code 0400} is 256 in YAML 1.1 and 400 in YAML 1.2.
 */
public final class Numbers {
    private static final String INTEGER = "(?:0|[1-9][0-9]*+)";
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:" + INTEGER + "(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    private static final Pattern ZEROS = Pattern.compile("([-+]?)0+(?=[0-9])([0-9.].*)");
    private static final Pattern RADIX = Pattern.compile("([-+]?)0([xXoObB])([0-9a-fA-F]++)");
    private static final Pattern GROUPS =
            Pattern.compile("[-+]?(?:[0-9]++(?:_[0-9]++)++|[1-9][0-9]{0,2}(?:[,' ][0-9]{3})++)");

    private static final Pattern SUFFIX = Pattern.compile("(.*[0-9.])[fFdDlL]");
    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");

    private Numbers() {}

    /** Whether a text is a number in this notation. */
    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** A finite number, or nothing. */
    public static Optional<Double> real(Object value) {
        return number(value).map(Double::parseDouble).filter(Double::isFinite);
    }

    /** A whole number of at most 64 bits, also in the form {@code 1e6} or {@code 5.0}, or nothing. */
    public static Optional<Long> whole(Object value) {
        try {
            return number(value).map(text -> new BigDecimal(text).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) { // a fraction, or more than 64 bits
            return Optional.empty();
        }
    }

    /**
     * A whole number.
     *
     * @param field the name of the field in the user's input
     * @throws ConfigException unless it is one from {@code least} to {@code most}
     */
    public static long whole(String field, Object value, long least, long most) {
        return whole(value)
                .filter(number -> number >= least && number <= most)
                .orElseThrow(() -> refused(
                        field, value, "a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most)));
    }

    /** Refuses a value that is not an allowed number, and suggests the right notation if it looks like one. */
    public static ConfigException refused(String field, Object found, String allowed) {
        return ConfigException.of(
                field, found, allowed + advice(found).map("; "::concat).orElse(""));
    }

    /** The text of a number, or nothing; surrounding white space is ignored. */
    private static Optional<String> number(Object value) {
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? Optional.of(number.toString()) : Optional.empty();
        }
        return value instanceof String text ? Optional.of(text.strip()).filter(Numbers::isNumber) : Optional.empty();
    }

    /** The right notation of a value that looks like a number; for a list, of the first value in another notation. */
    private static Optional<String> advice(Object found) {
        if (found instanceof List<?> list) {
            return list.stream()
                    .filter(Objects::nonNull)
                    .map(Numbers::advice)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (!(found instanceof String written) || isNumber(written.strip())) {
            return Optional.empty();
        }
        String text = written.strip();
        Matcher zeros = ZEROS.matcher(text);
        Matcher radix = RADIX.matcher(text);
        Matcher suffix = SUFFIX.matcher(text);
        if (zeros.matches() && isNumber(zeros.group(1) + zeros.group(2))) {
            String decimal = zeros.group(1) + zeros.group(2);
            return Optional.of("without leading zeros, so " + decimal + octal(text, decimal));
        } else if (radix.matches()) {
            return Optional.of("in decimal" + decimal(radix));
        } else if (GROUPS.matcher(text).matches() && isNumber(text.replaceAll("[_,' ]", ""))) {
            return Optional.of("without separators, so " + text.replaceAll("[_,' ]", ""));
        } else if (suffix.matches() && isNumber(suffix.group(1))) {
            return Optional.of("without a suffix, so " + suffix.group(1));
        }
        return DIGIT.matcher(text).lookingAt() || text.matches("[-+.]\\p{Nd}.*")
                ? Optional.of("in decimal with the digits 0 to 9, such as 1000, 0.5 or 1e-3")
                : Optional.empty();
    }

    private static String octal(String text, String decimal) {
        if (!text.matches("[-+]?[0-7]+")) {
            return "";
        }
        BigInteger octal = new BigInteger(text, 8);
        return octal.equals(new BigInteger(decimal)) ? "" : ", or " + octal + " if it is octal";
    }

    private static String decimal(Matcher written) {
        int radix = switch (written.group(2).toLowerCase(Locale.ROOT)) {
            case "x" -> 16;
            case "o" -> 8;
            default -> 2;
        };
        try {
            return ", so " + new BigInteger(written.group(1) + written.group(3), radix);
        } catch (NumberFormatException e) { // such as 0b12
            return "";
        }
    }
}
