package fwlstm.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The right to write to a results directory, which one sweep at a time has: {@code lock/N.json} for its Nth run. The
 * highest N counts.
 *
 * <p>To acquire the lock, a process creates the file of the next N, which only one can do, and only after the holder of
 * N has released it or has died. No file is ever removed, so that nobody can take away a lock that another has just
 * acquired, and a killed process leaves nothing to clean up. A holder on this machine is dead if there is no such
 * process. For all others no clock is compared; they count as dead if no {@link Heartbeat} is seen for ten seconds. A
 * holder that was only suspended finds at its next heartbeat that the lock is {@linkplain #isLost() lost}, and stops.
 */
public final class SweepLock implements AutoCloseable {
    /** The number of intervals without a heartbeat after which a holder that cannot be seen counts as dead. */
    private static final int SILENCE = 5;

    private static final String DIRECTORY = "lock";
    private static final int MOST_BYTES = 1 << 16;
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final ResultsDirectory results;
    private final Owner owner;
    private final int number;

    private SweepLock(ResultsDirectory results, Owner owner, int number) {
        this.results = results;
        this.owner = owner;
        this.number = number;
    }

    /**
     * The content of a lock's file.
     *
     * @param released whether the owner has released it
     */
    private record Content(Owner owner, boolean released) {}

    /**
     * A process that has, or had, the lock.
     *
     * @param process its id on that host
     * @param lives whether it still runs
     */
    public record Holder(String host, long process, boolean lives) {}

    /**
     * Acquires the lock.
     *
     * @param out the directory as the user named it
     * @throws ConfigException if another sweep has it
     */
    public static SweepLock take(ResultsDirectory results, String out) throws IOException {
        return take(results, out, Owner.here(), Heartbeat.INTERVAL);
    }

    /** @param interval between two heartbeats */
    static SweepLock take(ResultsDirectory results, String out, Owner owner, Duration interval) throws IOException {
        FileSystem fileSystem = results.fileSystem();
        while (true) {
            int last = last(results);
            Optional<Content> content = last == 0 ? Optional.empty() : read(results, last);
            if (lives(results, last, content, interval)) {
                throw ConfigException.of("--out " + out, name(results, content), "one sweep at a time in a directory");
            }
            if (Publication.publish(fileSystem, file(results, last + 1), bytes(new Content(owner, false)))) {
                return new SweepLock(results, owner, last + 1);
            }
        }
    }

    private static String name(ResultsDirectory results, Optional<Content> content) throws IOException {
        Optional<String> who = content.map(lock -> "process " + lock.owner.process() + " on " + lock.owner.host());
        if (who.isEmpty()) {
            who = ProgressFile.read(results).map(beat -> "process " + beat.process() + " on " + beat.host());
        }
        return "a sweep that is running there" + who.map(text -> ", " + text).orElse("");
    }

    /**
     * The process that has the lock, or had it until it was killed; empty if it was released. Takes time if that is
     * elsewhere.
     */
    public static Optional<Holder> holder(ResultsDirectory results) throws IOException {
        return holder(results, Heartbeat.INTERVAL);
    }

    static Optional<Holder> holder(ResultsDirectory results, Duration interval) throws IOException {
        int last = last(results);
        Optional<Content> content = last == 0 ? Optional.empty() : read(results, last);
        boolean lives = lives(results, last, content, interval);
        if (content.isPresent() && !content.get().released) {
            Owner owner = content.get().owner;
            return Optional.of(new Holder(owner.host(), owner.process(), lives));
        }
        return ProgressFile.read(results).map(beat -> new Holder(beat.host(), beat.process(), lives));
    }

    /**
     * Whether the last process that acquired the lock still runs.
     *
     * @param content of its file; empty if that is incomplete, or of a version without locks
     */
    private static boolean lives(ResultsDirectory results, int number, Optional<Content> content, Duration interval)
            throws IOException {
        Optional<Boolean> seen = content.filter(lock -> !lock.released).flatMap(lock -> lock.owner.lives());
        if (seen.isPresent()) {
            return seen.get();
        }
        boolean mayRun = content.isPresent() ? !content.get().released : number > 0;
        if (!mayRun && !ProgressFile.exists(results)) {
            return false;
        }
        return Heartbeat.isSeen(results, interval, SILENCE, () -> isOver(results, number, content));
    }

    private static boolean isOver(ResultsDirectory results, int number, Optional<Content> before) {
        try {
            return number > 0
                    && before.isPresent()
                    && !before.get().released
                    && read(results, number).map(Content::released).orElse(false);
        } catch (IOException e) {
            return false;
        }
    }

    /** The number of this lock: every later lock of the directory has a higher one. */
    int number() {
        return number;
    }

    Owner owner() {
        return owner;
    }

    /** Whether another sweep has taken over, since for ten seconds it saw no heartbeat of this one. */
    public boolean isLost() throws IOException {
        return exists(results, number + 1);
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            if (!isLost()) {
                Publication.write(results.fileSystem(), file(results, number), bytes(new Content(owner, true)));
            }
        } catch (IOException | FSError e) { // the next sweep will notice
            LOG.log(System.Logger.Level.WARNING, "cannot release the lock", e);
        }
    }

    /**
     * The highest number so far; 0 if there is none. Found by name, since a listing may be late: numbers start at 1
     * without gaps.
     */
    private static int last(ResultsDirectory results) throws IOException {
        int free = 1;
        while (exists(results, free)) {
            free *= 2;
        }
        int given = free / 2;
        while (free - given > 1) {
            int middle = (given + free) >>> 1;
            if (exists(results, middle)) {
                given = middle;
            } else {
                free = middle;
            }
        }
        return given;
    }

    private static boolean exists(ResultsDirectory results, int number) throws IOException {
        return results.fileSystem().exists(file(results, number));
    }

    private static Optional<Content> read(ResultsDirectory results, int number) throws IOException {
        try {
            Optional<byte[]> file = Checksummed.read(results.fileSystem(), file(results, number), MOST_BYTES);
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(JSON.readValue(file.get(), Content.class))
                            .filter(content -> content.owner != null);
        } catch (JsonProcessingException | DamagedException e) { // half written
            return Optional.empty();
        }
    }

    private static byte[] bytes(Content content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers must be writable", e);
        }
    }

    private static Path file(ResultsDirectory results, int number) {
        return new Path(results.path(), DIRECTORY + "/" + number + ".json");
    }
}
