package fwlstm.spark;

/** How Spark's spark-submit started this program, if it did. */
public final class SparkSubmit {
    private static final String DEPLOY_MODE = "spark.submit.deployMode";

    private SparkSubmit() {}

    /** Whether it did, here or through a cluster. */
    public static boolean isUsed() {
        return System.getProperty(DEPLOY_MODE) != null;
    }

    /** Whether a cluster runs this driver, where nobody watches the console. */
    public static boolean runsInCluster() {
        return "cluster".equals(System.getProperty(DEPLOY_MODE))
                || Boolean.getBoolean("spark.kubernetes.submitInDriver");
    }

    /** Whether YARN does. */
    public static boolean runsInYarn() {
        return runsInCluster() && Yarn.MASTER.equals(System.getProperty("spark.master"));
    }
}
