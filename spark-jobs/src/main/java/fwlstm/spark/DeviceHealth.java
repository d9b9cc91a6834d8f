package fwlstm.spark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells GPUs that fail whatever they are given from trials under which a GPU fails. A device is sick once it has been lost
 * three times since it last trained something, if no single trial was there each time.
 */
final class DeviceHealth {
    private static final int LOSSES = 3;

    /** Devices that have trained something. */
    private final Set<String> proven = new HashSet<>();

    private final Map<String, Streak> streaks = new HashMap<>();

    /** @param always trials that were there at every one of the losses */
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
     * The device was lost under these trials.
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
