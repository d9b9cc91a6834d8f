package fwlstm.results;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Finds the file system of a path that a user gives, or reports in one line why there is none. */
public final class FileSystems {
    private static final String LOCAL = "file";

    /** How long a file system on other machines may take to answer for the first time. */
    private static final Map<String, String> FIRST_CONTACT = Map.of(
            "fs.s3a.attempts.maximum", "2",
            "fs.s3a.retry.limit", "1",
            "fs.s3a.retry.interval", "200ms",
            "fs.s3a.connection.establish.timeout", "15s",
            "fs.s3a.connection.timeout", "15s",
            "fs.s3a.connection.request.timeout", "15s",
            "ipc.client.connect.max.retries", "3",
            "ipc.client.connect.timeout", "5000",
            "ipc.client.connect.max.retries.on.timeouts", "1",
            "dfs.client.failover.max.attempts", "2");

    private static final String REACHABLE = "a path on a file system that can be reached";

    private FileSystems() {}

    /**
     * The path that a text denotes: an address, {@code SCHEME://…} or {@code SCHEME:/…}, or else a name on the default
     * file system, with all characters taken literally.
     *
     * @throws ConfigException if there can be no such path
     */
    public static Path path(String text, Configuration configuration) {
        try {
            if (!isAddress(text, configuration)) {
                return new Path(text.isEmpty() || text.startsWith("/") ? text : "./" + text);
            }
            Path path = new Path(text);
            URI uri = path.toUri();
            return uri.getAuthority() != null && uri.getPath().isEmpty() ? new Path(path + "/") : path;
        } catch (IllegalArgumentException e) {
            throw ConfigException.of(text, Sentence.of(e), REACHABLE);
        }
    }

    private static boolean isAddress(String text, Configuration configuration) {
        int colon = text.indexOf(':');
        if (colon < 1 || !text.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")) {
            return false;
        }
        String scheme = text.substring(0, colon);
        return text.startsWith("/", colon + 1)
                || scheme.equals(LOCAL)
                || configuration.get("fs." + scheme + ".impl") != null;
    }

    /**
     * The file system of a path; for local disks without the checksum files that Hadoop would add.
     *
     * @throws ConfigException naming the path as given, if there is none
     */
    public static FileSystem of(String text, Path path, Configuration configuration) {
        try {
            URI uri = path.toUri().getScheme() == null ? home(configuration) : path.toUri();
            FileSystem fileSystem =
                    isHadoopsLocal(uri, configuration) ? local(configuration) : FileSystem.get(uri, configuration);
            if (isLocal(fileSystem)) {
                requireName(text, path);
            }
            return fileSystem instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : fileSystem;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw refused(text, e);
        }
    }

    private static boolean isHadoopsLocal(URI uri, Configuration configuration) {
        return LOCAL.equals(uri.getScheme()) && configuration.get("fs." + LOCAL + ".impl") == null;
    }

    /** This machine's files. Hadoop would load the classes of every file system that it knows before it gave this one. */
    private static FileSystem local(Configuration configuration) throws IOException {
        FileSystem fileSystem = new RawLocalFileSystem();
        fileSystem.initialize(URI.create(LOCAL + ":///"), configuration);
        return fileSystem;
    }

    /** Whether a file system is on this machine's disks. */
    public static boolean isLocal(FileSystem fileSystem) {
        return LOCAL.equals(fileSystem.getUri().getScheme());
    }

    /** The file system of paths without a scheme: Hadoop's default under spark-submit, else this machine's files. */
    private static URI home(Configuration configuration) {
        boolean asHadoop = Stream.of(
                        "spark.submit.deployMode", ResultsDirectory.SPARK_PREFIX + FileSystem.FS_DEFAULT_NAME_KEY)
                .anyMatch(key -> System.getProperty(key) != null);
        return asHadoop ? FileSystem.getDefaultUri(configuration) : URI.create(FileSystem.DEFAULT_FS);
    }

    /** Refuses a local path that the charset of this process cannot name; Hadoop would use another name. */
    private static void requireName(String text, Path path) {
        try {
            java.nio.file.Path.of(path.toUri().getPath());
        } catch (InvalidPathException e) {
            throw ConfigException.of(
                    text, e.getReason(), "a path of this machine in the charset of its locale, such as LC_ALL=C.UTF-8");
        }
    }

    /**
     * Contacts a file system on other machines for the first time. Later requests are patient with failures; this one
     * is not, so that a wrong name is refused soon.
     *
     * @throws ConfigException naming the path as given, if there is no answer, or no useful one
     */
    static void contact(String text, FileSystem fileSystem, Path path) {
        if (isLocal(fileSystem)) {
            return;
        }
        Configuration bounded = new Configuration(fileSystem.getConf());
        FIRST_CONTACT.forEach(bounded::set);
        try (FileSystem asked = FileSystem.newInstance(path.toUri(), bounded)) {
            asked.listStatusIterator(path).hasNext();
        } catch (FileNotFoundException e) { // it answers; the directory will be created later
            return;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw refused(text, e);
        }
    }

    private static ConfigException refused(String text, Throwable e) {
        if (e instanceof ConfigException refused) {
            return refused;
        }
        List<Throwable> causes =
                Stream.iterate(e, Objects::nonNull, Throwable::getCause).toList();
        Set<String> kinds =
                causes.stream().map(cause -> cause.getClass().getSimpleName()).collect(Collectors.toSet());
        if (kinds.contains("NoAuthWithAWSException")) { // the classes of S3A are known only by name
            return ConfigException.of(
                    text,
                    "no credentials",
                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or another way that S3A knows");
        } else if (kinds.contains("UnknownStoreException")) {
            return ConfigException.of(text, "a bucket that does not exist", "one that does");
        } else if (kinds.contains("AccessDeniedException")) {
            return ConfigException.of(text, "access denied: " + Sentence.of(e), "one that you may list and write");
        } else if (causes.stream().anyMatch(FileSystems::isMissing)) {
            String scheme = text.substring(0, Math.max(0, text.indexOf(':')));
            return ConfigException.of(
                    text,
                    "no file system for " + scheme + ": (" + Sentence.of(e) + ")",
                    "one that Hadoop knows, with its jars in FW_CLASSPATH or given to spark-submit with --packages;"
                            + " s3a: for S3");
        }
        return ConfigException.of(text, Sentence.of(causes.get(causes.size() - 1)), REACHABLE);
    }

    private static boolean isMissing(Throwable cause) {
        return cause instanceof ClassNotFoundException
                || cause instanceof LinkageError
                || cause instanceof UnsupportedFileSystemException;
    }
}
