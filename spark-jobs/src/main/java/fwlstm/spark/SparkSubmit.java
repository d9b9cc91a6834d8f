package fwlstm.spark;

/** Tells whether and how spark-submit started this program. */
public final class SparkSubmit {
    private static final String DEPLOY_MODE = "spark.submit.deployMode";

    private SparkSubmit() {}

    /** Whether spark-submit started it, here or through a cluster. */
    public static boolean isUsed() {
        return System.getProperty(DEPLOY_MODE) != null;
    }

    /** Whether a cluster runs this driver, so that nobody watches the console. */
    public static boolean runsInCluster() {
        return "cluster".equals(System.getProperty(DEPLOY_MODE))
                || Boolean.getBoolean("spark.kubernetes.submitInDriver");
    }

    /** Whether YARN runs this driver. */
    public static boolean runsInYarn() {
        return runsInCluster() && Yarn.MASTER.equals(System.getProperty("spark.master"));
    }
}
