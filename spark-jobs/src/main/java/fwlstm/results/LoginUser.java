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
     * Gives this user a name if the system knows none, as of an arbitrary user id in a container: without one Hadoop opens
     * not even local files. To be called before Hadoop or Spark is asked for anything.
     */
    public static void ensure() {
        try {
            UserGroupInformation.getLoginUser();
        } catch (IOException e) {
            if (UserGroupInformation.isSecurityEnabled()) {
                return; // with Kerberos it matters who it is: Hadoop says so when it is asked for a file
            }
            String name = name(System.getenv());
            System.setProperty(NAME, name);
            UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
        }
    }

    /** What the environment calls the user. */
    static String name(Map<String, String> environment) {
        return Stream.of("HADOOP_USER_NAME", "USER", "LOGNAME")
                .map(environment::get)
                .filter(Objects::nonNull)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse(UNNAMED);
    }
}
