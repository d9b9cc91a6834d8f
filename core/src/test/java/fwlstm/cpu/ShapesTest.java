package fwlstm.cpu;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.SLACK;
import static fwlstm.cpu.Kernels.TILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.model.Optimizer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of every provider refuses arrays that are too short, wrong offsets, and ranges that overlap. */
class ShapesTest {
    private static final int ROWS = 3;
    private static final int INNER = 7;
    private static final int WIDTH = 32; // a multiple of every vector's
    private static final int N = ROWS * TILE;
    private static final int FROM = 5;
    private static final int PADDED = (ROWS + SLACK) * TILE;

    /** An argument that is an array, with the offset that follows it among the arguments, if one does. */
    private record Range(Object array, boolean written, boolean hasOffset, int offset) {
        Range with(Object other, int at) {
            return new Range(other, written, hasOffset, at);
        }

        boolean canMove() {
            return hasOffset && array instanceof float[];
        }

        /** Not tokens, a gain or a bias, nor gradients of them. */
        boolean isOfTile() {
            return array instanceof float[] x && x.length != 2 + ROWS && x.length != (2 + ROWS) * PARTIALS;
        }

        int size() {
            return ((float[]) array).length - offset;
        }
    }

    /** An operation and arguments into which it fits without an element to spare. */
    private record Call(Class<?> type, String method, Function<Kernels, Object> of, List<Object> arguments) {
        Call replace(int n, Object argument) {
            List<Object> changed = new ArrayList<>(arguments);
            changed.set(n, argument);
            return new Call(type, method, of, changed);
        }

        void on(Kernels kernels) throws Throwable {
            List<Object> flat = new ArrayList<>();
            for (Object argument : arguments) {
                flat.add(argument instanceof Range range ? range.array : argument);
                if (argument instanceof Range range && range.hasOffset) {
                    flat.add(range.offset);
                }
            }
            Method found = operations(type)
                    .filter(m -> m.getName().equals(method))
                    .findFirst()
                    .orElseThrow();
            try {
                found.invoke(of.apply(kernels), flat.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static final List<Call> CALLS = List.of(
            products("addOuterProduct", ROWS, in(PADDED), all(TILE * WIDTH), WIDTH, allOut((ROWS + SLACK) * WIDTH)),
            weights("set", all(ROWS * INNER), INNER, 1),
            weights("addProduct", in(INNER * WIDTH), WIDTH, WIDTH, out((ROWS + SLACK) * WIDTH), WIDTH),
            tokens("gather", ROWS, all(4 * WIDTH), WIDTH, tile(3), out(PADDED)),
            tokens("transpose", ROWS, in(PADDED), allOut(TILE * WIDTH), WIDTH),
            tokens("scatterAdd", all(TILE * WIDTH), WIDTH, tile(3), allOut(4 * WIDTH)),
            norms("statistics", ROWS, in(N), out(2 * TILE)),
            norms("normalise", ROWS, out(N), in(2 * TILE), all(2 + ROWS), all(2 + ROWS), 2, out(N)),
            norms(
                    "normaliseBackward",
                    ROWS,
                    in(N),
                    in(N),
                    out(4 * TILE),
                    all(2 + ROWS),
                    2,
                    out(N),
                    all((2 + ROWS) * PARTIALS),
                    all((2 + ROWS) * PARTIALS)),
            memory("multiDot", 2, ROWS, in(2 * N), N, in(N), out(2 * TILE)),
            memory("weightedSum", false, 2, ROWS, in(2 * TILE), TILE, in(2 * N), N, out(N)),
            pointwise("sigmoid", N, out(N), 0f),
            pointwise("tanh", N, in(N), out(N)),
            pointwise("relu", N, in(N), out(N)),
            pointwise("add", N, in(N), out(N)),
            pointwise("multiply", N, in(N), in(N), out(N)),
            pointwise("reluBackward", N, in(N), in(N), in(N), out(N)),
            pointwise("fwLstmState", N, in(4 * N), out(N), in(N), out(N)),
            pointwise("fwLstmOutput", N, in(N), in(N), out(N)),
            pointwise("fwLstmOutputBackward", N, all(N), in(N), in(N), out(N), allOut(N)),
            pointwise("fwLstmStateBackward", N, all(N), in(4 * N), in(N), in(N), allOut(2 * N), out(N), allOut(N)),
            pointwise("lstmState", N, in(4 * N), in(N), out(N)),
            pointwise("lstmOutputBackward", N, all(N), in(N), in(N), out(N), allOut(N)),
            pointwise("lstmStateBackward", N, all(N), in(4 * N), in(N), allOut(4 * N), allOut(N)),
            rule("adam", allOut(N), all(N), allOut(N), allOut(N), 1f, 1f),
            rule("descend", allOut(N), all(N), 1f));

    private static final Map<String, Kernels> KERNELS = new LinkedHashMap<>();

    static {
        KERNELS.put("java", new JavaProvider().kernels());
        VectorWidths.BITS.forEach(
                bits -> KERNELS.put(bits + " bits", VectorWidths.provider(bits).kernels()));
    }

    static Stream<Arguments> calls() {
        return KERNELS.entrySet().stream()
                .flatMap(kernels -> CALLS.stream()
                        .map(call -> Arguments.of(kernels.getKey(), call.method, kernels.getValue(), call)));
    }

    @Test
    void every_operation_is_tried() {
        Stream<Class<?>> types = Stream.of(
                Products.class,
                Products.Weights.class,
                Tokens.class,
                Norms.class,
                Memory.class,
                Pointwise.class,
                Optimizer.Rule.class);
        List<String> all = types.flatMap(ShapesTest::operations)
                .filter(method -> method.getReturnType() == void.class)
                .map(Method::getName)
                .toList();
        assertThat(CALLS.stream().map(Call::method)).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("calls")
    void what_fits_is_computed(String provider, String method, Kernels kernels, Call call) {
        assertThatCode(() -> call.on(kernels)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("calls")
    void a_wrong_offset_is_refused(String provider, String method, Kernels kernels, Call call) {
        for (int n = 0; n < call.arguments.size(); n++) {
            if (call.arguments.get(n) instanceof Range range && range.hasOffset) {
                assertRefused(call.replace(n, range.with(range.array, range.offset + 1)), kernels);
                assertRefused(call.replace(n, range.with(range.array, -1)), kernels);
            }
        }
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("calls")
    void an_array_that_is_too_short_is_refused(String provider, String method, Kernels kernels, Call call) {
        for (int n = 0; n < call.arguments.size(); n++) {
            if (call.arguments.get(n) instanceof Range range) {
                Object shorter = range.array instanceof float[] floats
                        ? Arrays.copyOf(floats, floats.length - 1)
                        : Arrays.copyOf((int[]) range.array, ((int[]) range.array).length - 1);
                assertRefused(call.replace(n, range.with(shorter, range.offset)), kernels);
            }
        }
    }

    /** Ranges that begin an element apart in one array, of which one is written. */
    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("calls")
    void ranges_that_overlap_are_refused(String provider, String method, Kernels kernels, Call call) {
        for (int n = 0; n < call.arguments.size(); n++) {
            for (int m = 0; m < call.arguments.size(); m++) {
                if (n != m
                        && call.arguments.get(n) instanceof Range moved
                        && moved.canMove()
                        && call.arguments.get(m) instanceof Range other
                        && other.isOfTile()
                        && (moved.written || other.written)) {
                    float[] shared = new float[other.offset + 1 + other.size() + moved.size()];
                    Call changed = call.replace(n, moved.with(shared, other.offset + 1));
                    assertRefused(changed.replace(m, other.with(shared, other.offset)), kernels);
                }
            }
        }
    }

    @Test
    void arrays_that_must_differ_are_told_apart() {
        float[] x = new float[40 * TILE];
        int[] tokens = new int[TILE];
        KERNELS.values().forEach(k -> {
            assertOverlap(() -> k.products().addOuterProduct(ROWS, new float[PADDED], 0, x, WIDTH, x));
            assertOverlap(() -> k.tokens().scatterAdd(x, WIDTH, tokens, 0, x));
            assertOverlap(() ->
                    k.norms().normaliseBackward(ROWS, a(N), 0, a(N), 0, a(4 * TILE), 0, a(ROWS), 0, a(N), 0, x, x));
            assertOverlap(
                    () -> k.pointwise().fwLstmStateBackward(N, x, a(4 * N), 0, a(N), 0, a(N), 0, x, a(N), 0, a(N)));
            assertOverlap(() -> k.pointwise().lstmStateBackward(N, a(N), a(4 * N), 0, a(N), 0, x, x));
            assertThatThrownBy(() -> k.rule().descend(x, x, 1f)).isInstanceOf(AssertionError.class);
        });
    }

    @Test
    void a_size_that_is_no_multiple_of_a_tile_is_refused() {
        KERNELS.values()
                .forEach(k -> assertThatThrownBy(() -> k.pointwise().sigmoid(TILE + 1, a(N), 0, 0f))
                        .isInstanceOf(AssertionError.class)
                        .hasMessage("n is not a multiple of 32"));
    }

    @Test
    void a_token_without_a_row_is_refused() {
        int[] tokens = new int[TILE];
        tokens[TILE - 1] = 4;
        KERNELS.values()
                .forEach(k -> assertThatThrownBy(
                                () -> k.tokens().gather(ROWS, a(4 * WIDTH), WIDTH, tokens, 0, a(PADDED), 0))
                        .isInstanceOf(AssertionError.class)
                        .hasMessage("a row of table does not lie inside its array"));
    }

    private static void assertRefused(Call call, Kernels kernels) {
        assertThatThrownBy(() -> call.on(kernels)).as(call.toString()).isInstanceOf(AssertionError.class);
    }

    private static void assertOverlap(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(AssertionError.class).hasMessageEndingWith(" are one array");
    }

    private static Stream<Method> operations(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private static float[] a(int size) {
        return new float[size];
    }

    private static Range in(int size) {
        return new Range(new float[FROM + size], false, true, FROM);
    }

    private static Range out(int size) {
        return new Range(new float[FROM + size], true, true, FROM);
    }

    private static Range all(int size) {
        return new Range(new float[size], false, false, 0);
    }

    private static Range allOut(int size) {
        return new Range(new float[size], true, false, 0);
    }

    private static Range tile(int token) {
        int[] tokens = new int[FROM + TILE];
        Arrays.fill(tokens, token);
        return new Range(tokens, false, true, FROM);
    }

    private static Call products(String method, Object... arguments) {
        return new Call(Products.class, method, Kernels::products, List.of(arguments));
    }

    private static Call weights(String method, Object... arguments) {
        return new Call(Products.Weights.class, method, k -> k.products().weights(ROWS, INNER), List.of(arguments));
    }

    private static Call tokens(String method, Object... arguments) {
        return new Call(Tokens.class, method, Kernels::tokens, List.of(arguments));
    }

    private static Call norms(String method, Object... arguments) {
        return new Call(Norms.class, method, Kernels::norms, List.of(arguments));
    }

    private static Call memory(String method, Object... arguments) {
        return new Call(Memory.class, method, Kernels::memory, List.of(arguments));
    }

    private static Call pointwise(String method, Object... arguments) {
        return new Call(Pointwise.class, method, Kernels::pointwise, List.of(arguments));
    }

    private static Call rule(String method, Object... arguments) {
        return new Call(Optimizer.Rule.class, method, Kernels::rule, List.of(arguments));
    }
}
