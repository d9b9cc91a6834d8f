package fwlstm.vector;

import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** The multiply-adds that this core can do at most: twelve independent chains in registers, no memory. */
final class Peak {
    private static final int CHAINS = 12;
    private static final int LENGTH = 5_000;
    private static final int ROUNDS = 4_000;

    private Peak() {}

    /** The best of some rounds, so that neither warm-up nor another process counts. */
    static double gigaflops() {
        float[] x = new float[(CHAINS + 2) * L];
        Arrays.fill(x, 0.5f);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = System.nanoTime();
            run(LENGTH, x);
            double nanos = System.nanoTime() - before;
            best = Math.max(best, 2.0 * L * CHAINS * LENGTH / nanos);
        }
        return best;
    }

    private static void run(int length, float[] x) {
        FloatVector scale = load(x, 12 * L);
        FloatVector shift = load(x, 13 * L);
        FloatVector a = load(x, 0 * L);
        FloatVector b = load(x, 1 * L);
        FloatVector c = load(x, 2 * L);
        FloatVector d = load(x, 3 * L);
        FloatVector e = load(x, 4 * L);
        FloatVector f = load(x, 5 * L);
        FloatVector g = load(x, 6 * L);
        FloatVector h = load(x, 7 * L);
        FloatVector i = load(x, 8 * L);
        FloatVector j = load(x, 9 * L);
        FloatVector k = load(x, 10 * L);
        FloatVector l = load(x, 11 * L);
        for (int n = 0; n < length; n++) {
            a = a.fma(scale, shift);
            b = b.fma(scale, shift);
            c = c.fma(scale, shift);
            d = d.fma(scale, shift);
            e = e.fma(scale, shift);
            f = f.fma(scale, shift);
            g = g.fma(scale, shift);
            h = h.fma(scale, shift);
            i = i.fma(scale, shift);
            j = j.fma(scale, shift);
            k = k.fma(scale, shift);
            l = l.fma(scale, shift);
        }
        a.intoArray(x, 0 * L);
        b.intoArray(x, 1 * L);
        c.intoArray(x, 2 * L);
        d.intoArray(x, 3 * L);
        e.intoArray(x, 4 * L);
        f.intoArray(x, 5 * L);
        g.intoArray(x, 6 * L);
        h.intoArray(x, 7 * L);
        i.intoArray(x, 8 * L);
        j.intoArray(x, 9 * L);
        k.intoArray(x, 10 * L);
        l.intoArray(x, 11 * L);
    }
}
