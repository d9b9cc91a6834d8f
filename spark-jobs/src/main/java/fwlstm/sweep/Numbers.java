package fwlstm.sweep;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as YAML has them: {@code 1e-4} is text there. */
final class Numbers {
    private Numbers() {}

    /** A finite number, or nothing. */
    static Optional<Double> real(Object value) {
        return decimal(value).map(BigDecimal::doubleValue).filter(Double::isFinite);
    }

    /** A whole number of at most 64 bits, also one written like {@code 1e6}, or nothing. */
    static Optional<Long> whole(Object value) {
        try {
            return decimal(value).map(BigDecimal::longValueExact);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> decimal(Object value) {
        try {
            return value instanceof Number || value instanceof String
                    ? Optional.of(new BigDecimal(value.toString().strip()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
