package fwlstm.cpu;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Takes the time spent in each kind of operation. */
final class PhaseClock {
    /** The kinds of operations. */
    private enum Phase {
        /** Recurrence, input table and readout. */
        PRODUCTS,
        /** Layer normalisation. */
        NORM,
        /** Nonlinearities, cell state and their way back, and other sums and products element by element. */
        GATES,
        /** Dots and sums of the fast weights. */
        MEMORY,
        /** From tokens to gates and back. */
        TOKENS,
        OPTIMIZER,
        /** All the rest: data, softmax, copies between layouts, and the clock itself. */
        OTHER;

        static Phase of(Method method) {
            return switch (method.getName()) {
                case "addProduct", "addOuterProduct", "set" -> PRODUCTS;
                case "statistics", "normalise", "normaliseBackward" -> NORM;
                case "dots", "combine" -> MEMORY;
                case "gather", "transpose", "scatterAdd" -> TOKENS;
                case "adam", "descend" -> OPTIMIZER;
                case "weights", "width" -> OTHER;
                default -> GATES;
            };
        }
    }

    private final long[] nanos = new long[Phase.values().length];
    private final Kernels kernels;
    private long start;

    PhaseClock(Kernels timed) {
        kernels = proxy(Kernels.class, timed);
    }

    /** The operations, under the clock. */
    Kernels kernels() {
        return kernels;
    }

    void restart() {
        Arrays.fill(nanos, 0);
        start = System.nanoTime();
    }

    Map<String, Double> shares() {
        double total = System.nanoTime() - start;
        Map<String, Double> shares = new LinkedHashMap<>();
        double sum = 0;
        for (Phase phase : Phase.values()) {
            double share = phase == Phase.OTHER ? 1 - sum : nanos[phase.ordinal()] / total;
            shares.put(phase.name().toLowerCase(Locale.ROOT), share);
            sum += share;
        }
        return shares;
    }

    private <T> T proxy(Class<T> type, T timed) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            int phase = Phase.of(method).ordinal();
            long before = System.nanoTime();
            try {
                Object result = method.invoke(timed, arguments);
                return result instanceof Kernels.Weights weights ? proxy(Kernels.Weights.class, weights) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                nanos[phase] += System.nanoTime() - before;
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
