package fwlstm.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Distinguishes GPUs that fail whatever they are given from trials that make a GPU fail. A device is sick once it has
 * been lost three times since it last trained something, unless a single trial was present each time.
 */
final class DeviceHealth {
    private static final int LOSSES = 3;

    /** Devices that have trained something. */
    private final Set<String> proven = new HashSet<>();

    private final Map<String, Streak> streaks = new HashMap<>();

    /** @param always trials that were present at every loss */
    private record Streak(int losses, Set<String> always) {}

    /** The device has trained something. */
    void worked(String device) {
        proven.add(device);
        streaks.remove(device);
    }

    /** Whether the device has ever trained something. */
    boolean isProven(String device) {
        return proven.contains(device);
    }

    /**
     * The device was lost while it trained these trials.
     *
     * @return whether it is sick
     */
    boolean lost(String device, Set<String> trialIds) {
        Streak before = streaks.getOrDefault(device, new Streak(0, trialIds));
        Set<String> always = new HashSet<>(before.always);
        always.retainAll(trialIds);
        streaks.put(device, new Streak(before.losses + 1, always));
        return before.losses + 1 >= LOSSES && always.isEmpty();
    }
}
