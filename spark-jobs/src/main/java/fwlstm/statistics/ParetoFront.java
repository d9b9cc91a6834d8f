package fwlstm.statistics;

/** The points that are best in one of two quantities, or in a compromise between both. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Which points are on the front: no other is at most as large in both quantities and smaller in one. Equal points
     * are on it together.
     *
     * @param x the lower the better, none NaN
     * @param y the lower the better, none NaN
     */
    public static boolean[] of(double[] x, double[] y) {
        boolean[] front = new boolean[x.length];
        for (int k = 0; k < x.length; k++) {
            front[k] = true;
            for (int other = 0; other < x.length; other++) {
                boolean better = x[other] <= x[k] && y[other] <= y[k] && (x[other] < x[k] || y[other] < y[k]);
                front[k] &= !better;
            }
        }
        return front;
    }
}
