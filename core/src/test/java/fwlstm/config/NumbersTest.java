package fwlstm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "8, 8",
        "+5, 5",
        "-17, -17",
        "5.0, 5",
        "5., 5",
        "1e5, 100000",
        "1E+5, 100000",
        "1e05, 100000",
        "' 5 ', 5",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void whole_numbers_are_written_in_decimal_perhaps_with_an_exponent(String written, long number) {
        assertThat(Numbers.whole(written)).contains(number);
    }

    @ParameterizedTest
    @CsvSource({"3e-3, 0.003", "1e-05, 0.00001", ".5, 0.5", "-.5, -0.5", "5., 5", "0.10, 0.1", "1.0E-4, 0.0001", "7, 7"
    })
    void numbers_may_have_a_fraction_and_an_exponent(String written, double number) {
        assertThat(Numbers.real(written)).contains(number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0400    | without leading zeros, so 400, or 256 if it is octal
            010     | without leading zeros, so 10, or 8 if it is octal
            007     | without leading zeros, so 7
            008     | without leading zeros, so 8
            -010    | without leading zeros, so -10, or -8 if it is octal
            00      | without leading zeros, so 0
            00.5    | without leading zeros, so 0.5
            0x10    | in decimal, so 16
            0XfF    | in decimal, so 255
            -0x10   | in decimal, so -16
            0o20    | in decimal, so 16
            0b101   | in decimal, so 5
            0b102   | in decimal
            1_000   | without separators, so 1000
            0_400   | in decimal with the digits 0 to 9
            1,000   | without separators, so 1000
            1'000   | without separators, so 1000
            1 000   | without separators, so 1000
            0,5     | in decimal with the digits 0 to 9
            1:30    | in decimal with the digits 0 to 9
            ١٢      | in decimal with the digits 0 to 9
            １２    | in decimal with the digits 0 to 9
            −5      |
            1f      | without a suffix, so 1
            1.5d    | without a suffix, so 1.5
            5L      | without a suffix, so 5
            0x1p3   | in decimal with the digits 0 to 9
            1e      | in decimal with the digits 0 to 9
            2026-01-01 | in decimal with the digits 0 to 9
            5%      | in decimal with the digits 0 to 9
            NaN     |
            .inf    |
            -.inf   |
            Infinity |
            ~       |
            yes     |
            many    |
            e5      |
            .       |
            +       |
            ''      |
            """)
    void what_not_everybody_takes_for_the_same_number_is_none(String written, String advice) {
        assertThat(Numbers.isNumber(written)).isFalse();
        assertThat(Numbers.whole(written)).isEmpty();
        assertThat(Numbers.real(written)).isEmpty();
        String message = Numbers.refused("x", written, "a number").getMessage();
        String start = "x: found \"" + written + "\", allowed: a number";
        if (advice == null) {
            assertThat(message).isEqualTo(start);
        } else {
            assertThat(message.replace(", such as 1000, 0.5 or 1e-3", "")).isEqualTo(start + "; " + advice);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.5", "1e-3", "9223372036854775808", "1e999999999", "1e9999999999"})
    void fractions_and_what_takes_more_than_64_bits_are_no_whole_numbers(String written) {
        assertThat(Numbers.whole(written)).isEmpty();
        assertThat(Numbers.refused("x", written, "a whole number").getMessage()).endsWith("a whole number");
    }

    @Test
    void numbers_of_a_program_are_taken_as_they_are_if_they_are_finite() {
        assertThat(Numbers.whole(5.0)).contains(5L);
        assertThat(Numbers.whole(new BigInteger("9223372036854775808"))).isEmpty();
        assertThat(Numbers.real(1e-300)).contains(1e-300);
        assertThat(Numbers.real(Double.NaN)).isEmpty();
        assertThat(Numbers.real("1e999")).isEmpty();
        for (Object none : Arrays.asList(null, true, List.of(5))) {
            assertThat(Numbers.whole(none)).isEmpty();
            assertThat(Numbers.real(none)).isEmpty();
        }
    }

    @Test
    void of_a_list_the_first_number_that_is_written_otherwise_is_explained() {
        assertThat(Numbers.refused("x", Arrays.asList(null, 8, "1_0", "0x1"), "two numbers"))
                .hasMessage("x: found [null, 8, 1_0, 0x1], allowed: two numbers; without separators, so 10");
    }
}
