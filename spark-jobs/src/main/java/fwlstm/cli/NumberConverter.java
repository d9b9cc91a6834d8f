package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.config.Numbers;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the number of an option by the rules of sweep files. picocli alone would read {@code 010} as 8, and {@code 1f}
 * as 1.
 *
 * @param allowed in words
 */
record NumberConverter<T extends Number>(Function<Object, Optional<T>> reader, String allowed)
        implements ITypeConverter<T> {
    private static final NumberConverter<Long> LONG = new NumberConverter<>(Numbers::whole, "a whole number");
    private static final NumberConverter<Integer> INTEGER = new NumberConverter<>(
            value -> Numbers.whole(value).filter(x -> x == x.intValue()).map(Long::intValue),
            "a whole number up to " + Integer.MAX_VALUE);
    private static final NumberConverter<Double> DOUBLE = new NumberConverter<>(Numbers::real, "a number");

    /** Installs these rules for all numbers of a command line and its commands. */
    static void register(CommandLine commandLine) {
        commandLine
                .registerConverter(int.class, INTEGER)
                .registerConverter(Integer.class, INTEGER)
                .registerConverter(long.class, LONG)
                .registerConverter(Long.class, LONG)
                .registerConverter(double.class, DOUBLE)
                .registerConverter(Double.class, DOUBLE);
    }

    @Override
    public T convert(String value) {
        return reader.apply(value).orElseThrow(() -> {
            ConfigException refused = Numbers.refused("", value, allowed);
            return new TypeConversionException(refused.getMessage());
        });
    }
}
