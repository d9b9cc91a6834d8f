package fwlstm.cli;

import fwlstm.spark.LocalMaster;

/**
 * The number of trials that a Spark master trains at once, as far as its URL tells.
 *
 * @param areHere whether it trains in this process
 */
record Cores(int count, boolean areHere, String text) {
    static Cores of(String master) {
        String url = url(master);
        return LocalMaster.of(url)
                .map(LocalMaster::threads)
                .map(count -> new Cores(count, true, count == 1 ? "1 core" : count + " cores"))
                .orElseGet(() -> new Cores(1, false, "one core of " + url));
    }

    /** The master to use: the given one, else the one of spark-submit, else all cores of this machine. */
    static String url(String master) {
        return master != null ? master : System.getProperty("spark.master", "local[*]");
    }
}
