package fwlstm.fake;

import fwlstm.train.Backend;
import fwlstm.train.BackendFactory;
import fwlstm.train.DeviceException;
import fwlstm.train.Precision;

/** Opens fake GPUs where a system property says that there are some, so that no test depends on the machine's own. */
public final class FakeGpuFactory implements BackendFactory {
    /** How many there are; none without it. */
    public static final String PROPERTY = "fwlstm.fake-gpus";

    @Override
    public Backend open(int ordinal, Precision precision, int packWidth) {
        if (ordinal >= Integer.getInteger(PROPERTY, 0)) {
            throw new DeviceException("there is no fake GPU " + ordinal + "; -D" + PROPERTY + "=1 makes one");
        }
        return new FakeGpu(ordinal, precision, packWidth, trials -> {});
    }
}
