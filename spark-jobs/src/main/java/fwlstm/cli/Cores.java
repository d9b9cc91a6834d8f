package fwlstm.cli;

import fwlstm.spark.LocalMaster;

/** How many trials a Spark master trains at once, as far as its URL says. */
record Cores(int count, String text) {
    static Cores of(String master) {
        String url = master != null ? master : System.getProperty("spark.master", "local[*]");
        return LocalMaster.of(url)
                .map(LocalMaster::threads)
                .map(count -> new Cores(count, count == 1 ? "1 core" : count + " cores"))
                .orElseGet(() -> new Cores(1, "one core of " + url));
    }
}
