import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Runs a command while no other process does that has the same lock: {@code java Locked.java FILE MESSAGE COMMAND…}. The
 * system takes the lock back however this process ends, so that no one who was killed keeps others waiting.
 */
final class Locked {
    private Locked() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(
                Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            take(file, arguments[1]);
            Process process = new ProcessBuilder(Arrays.asList(arguments).subList(2, arguments.length))
                    .inheritIO()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            int exitCode = process.waitFor();
            file.close(); // here and not before: whoever holds the file holds the lock
            System.exit(exitCode);
        }
    }

    private static void take(FileChannel file, String whileWaiting) {
        try {
            if (file.tryLock() == null) {
                System.err.println(whileWaiting);
                file.lock();
            }
        } catch (IOException e) {
            System.err.println("fw: no locks here (" + e.getMessage() + "): building without one");
        }
    }
}
