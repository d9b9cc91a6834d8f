package fwlstm.results;

import fwlstm.config.Trial;
import fwlstm.train.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** What storage and transport do to bytes: the same for the same seed. */
public final class Mutations {
    private Mutations() {}

    /** Bytes with one to three things done to them: flipped bits, a cut, an insertion, exchanged chunks, zeros. */
    public static byte[] of(byte[] bytes, long seed) {
        Random random = new Random(seed);
        byte[] mutated = bytes.clone();
        for (int k = random.nextInt(3); k >= 0; k--) {
            mutated = once(mutated, random);
        }
        return mutated;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length < 2) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        byte[] mutated = bytes.clone();
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
        switch (random.nextInt(6)) {
            case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutated = Arrays.copyOf(bytes, at);
            case 2 -> {
                byte[] inserted = new byte[length];
                random.nextBytes(inserted);
                mutated = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(inserted, 0, mutated, at, length);
                System.arraycopy(bytes, at, mutated, at + length, bytes.length - at);
            }
            case 3 -> {
                int other = random.nextInt(bytes.length - length + 1);
                System.arraycopy(bytes, at, mutated, other, length);
                System.arraycopy(bytes, other, mutated, at, length);
            }
            case 4 -> Arrays.fill(mutated, at, at + length, (byte) 0);
            default -> mutated[at] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    /** A checkpoint of its own, as one is that was written and read. */
    static Checkpoint copy(Checkpoint checkpoint, Trial trial) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        checkpoint.write(out);
        return Checkpoint.read(new ByteArrayInputStream(out.toByteArray()), trial, checkpoint.numerics());
    }
}
