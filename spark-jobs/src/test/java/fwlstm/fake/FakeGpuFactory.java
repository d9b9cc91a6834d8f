package fwlstm.fake;

import fwlstm.config.Trial;
import fwlstm.train.Backend;
import fwlstm.train.BackendFactory;
import fwlstm.train.DeviceException;
import fwlstm.train.Precision;
import java.util.List;

/** Opens fake GPUs where a system property says that there are some, so that no test depends on the machine's own. */
public final class FakeGpuFactory implements BackendFactory {
    /** How many there are; none without it. */
    public static final String PROPERTY = "fwlstm.fake-gpus";

    /** The seed of trials under which a GPU fails, every time. */
    public static final long FATAL = 13;

    /** The seed of trials under which a GPU fails, and is gone from then on. */
    public static final long DESTRUCTIVE = 14;

    /** Set while GPUs open, but fail whatever they are given. */
    public static final String SICK = "fwlstm.fake-gpus-sick";

    @Override
    public Backend open(int ordinal, Precision precision, int packWidth) {
        if (ordinal >= Integer.getInteger(PROPERTY, 0)) {
            throw new DeviceException("there is no fake GPU " + ordinal + "; -D" + PROPERTY + "=1 makes one");
        }
        return new FakeGpu(ordinal, precision, packWidth, FakeGpuFactory::failUnderSome);
    }

    private static void failUnderSome(List<Trial> trials) {
        if (Boolean.getBoolean(SICK)) {
            throw new DeviceException("the fake GPU is sick");
        } else if (trials.stream().anyMatch(trial -> trial.seed() == DESTRUCTIVE)) {
            System.clearProperty(PROPERTY);
            throw new DeviceException("the fake GPU has caught fire");
        } else if (trials.stream().anyMatch(trial -> trial.seed() == FATAL)) {
            throw new DeviceException("the fake GPU stumbles");
        }
    }
}
