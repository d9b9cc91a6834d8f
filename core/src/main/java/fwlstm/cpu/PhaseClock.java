package fwlstm.cpu;

import fwlstm.model.Optimizer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Takes the time spent in each kind of operation. */
final class PhaseClock {
    /** The kinds of operations, one for each of the interfaces of {@link Kernels}. */
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
        OTHER
    }

    private final long[] nanos = new long[Phase.values().length];
    private final Kernels kernels;
    private long start;

    PhaseClock(Kernels timed) {
        kernels = new Kernels(
                under(Phase.PRODUCTS, Products.class, timed.products()),
                under(Phase.NORM, Norms.class, timed.norms()),
                under(Phase.MEMORY, Memory.class, timed.memory()),
                under(Phase.GATES, Pointwise.class, timed.pointwise()),
                under(Phase.TOKENS, Tokens.class, timed.tokens()),
                under(Phase.OPTIMIZER, Optimizer.Rule.class, timed.rule()));
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

    private <T> T under(Phase phase, Class<T> type, T timed) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            long before = System.nanoTime();
            try {
                Object result = method.invoke(timed, arguments);
                return result instanceof Products.Weights weights
                        ? under(phase, Products.Weights.class, weights)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                nanos[phase.ordinal()] += System.nanoTime() - before;
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
