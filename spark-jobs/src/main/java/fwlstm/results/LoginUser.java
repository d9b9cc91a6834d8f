package fwlstm.results;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.security.UserGroupInformation;

/** The user that Hadoop's file systems, and Spark, act for. */
public final class LoginUser {
    private static final String NAME = "user.name";
    private static final String UNNAMED = "fw-lstm";

    private LoginUser() {}

    /**
     * Gives this user a name if the system knows none, as for an arbitrary user id in a container: without a name
     * Hadoop cannot even open local files. To be called before any other use of Hadoop or Spark.
     */
    public static void ensure() {
        try {
            UserGroupInformation.getLoginUser();
        } catch (IOException e) {
            if (UserGroupInformation.isSecurityEnabled()) {
                return; // with Kerberos the name matters: Hadoop reports it at the first access to a file
            }
            String name = name(System.getenv());
            System.setProperty(NAME, name);
            UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
        }
    }

    /** The user's name in the environment. */
    static String name(Map<String, String> environment) {
        return Stream.of("HADOOP_USER_NAME", "USER", "LOGNAME")
                .map(environment::get)
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse(UNNAMED);
    }
}
