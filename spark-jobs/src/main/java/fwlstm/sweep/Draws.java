package fwlstm.sweep;

import fwlstm.math.RandomStream;
import fwlstm.math.RandomStream.Purpose;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.zip.CRC32;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Numbers uniform in [0, 1) for the drawn settings of configurations. The number for configuration i depends only on
 * the search seed, the setting's name and i, so that a setting has the same draws for every cell and task, and more
 * configurations do not change the earlier ones.
 */
@FunctionalInterface
interface Draws {
    /**
     * The number for a setting of a configuration.
     *
     * @param setting section and key, such as {@code train.learning_rate}
     * @param index from 0
     */
    double at(String setting, int index);

    /** Independent numbers. */
    static Draws random(long seed) {
        RandomStream stream = new RandomStream(seed, Purpose.SEARCH);
        return (setting, index) -> stream.seek(item(setting, index)).nextDouble();
    }

    /**
     * The Sobol sequence (direction numbers of Joe and Kuo 2008), each dimension shifted digitally: its 52 bits xor
     * random bits of the setting. Dimensions are assigned to the settings in the order of their names, so an additional
     * setting may change the draws of those after it. The first point, the origin, is kept: after the shift it is like
     * any other, and every 2^k points from the first on hit each of the 2^k intervals once (Owen 2020, "On dropping the
     * first Sobol' point").
     *
     * @param count the number of configurations to be drawn
     */
    static Draws sobol(long seed, SortedSet<String> settings, int count) {
        RandomStream stream = new RandomStream(seed, Purpose.SEARCH);
        Map<String, double[]> numbers = new HashMap<>();
        Map<String, Long> shifts = new HashMap<>();
        for (String setting : settings) {
            numbers.put(setting, new double[count]);
            stream.seek(item(setting, 0));
            shifts.put(setting, (long) (stream.nextDouble() * 0x1.0p52));
        }
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(settings.size());
        for (int i = 0; i < count; i++) {
            double[] point = sequence.nextVector();
            int dimension = 0;
            for (String setting : settings) {
                long bits = (long) (point[dimension++] * 0x1.0p52) ^ shifts.get(setting);
                numbers.get(setting)[i] = bits * 0x1.0p-52;
            }
        }
        return (setting, index) -> numbers.get(setting)[index];
    }

    /** An item of the search stream: 32 bits of the setting's name, 31 of the index. */
    private static long item(String setting, int index) {
        CRC32 hash = new CRC32();
        hash.update(setting.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() << 31 | index;
    }
}
