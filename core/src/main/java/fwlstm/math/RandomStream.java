package fwlstm.math;

/**
 * A named, seekable stream of random numbers. The key is the seed; the counter is (block, item, purpose), so that item
 * n of a stream, such as the n-th training sequence, is reached directly and streams of different purposes never
 * overlap. Two streams with the same seed, purpose and item give the same numbers on every machine.
 *
 * <p>Not safe for use by several threads.
 */
public final class RandomStream {
    /** What the numbers are for. The code is part of every published result: never renumber. */
    public enum Purpose {
        PARAMETERS(1),
        TRAIN(2),
        VALIDATION(3),
        TEST(4),
        SHUFFLE(5),
        SEARCH(6);

        private final int code;

        Purpose(int code) {
            this.code = code;
        }

        /** The last word of the generator's counter. */
        public int code() {
            return code;
        }
    }

    private final int key0;
    private final int key1;
    private final int purpose;
    private final int[] words = new int[4];
    private long item;
    private int block;
    private int next;

    public RandomStream(long seed, Purpose purpose) {
        key0 = (int) seed;
        key1 = (int) (seed >>> 32);
        this.purpose = purpose.code;
        seek(0);
    }

    /** Moves to the first number of an item, {@code item ≥ 0}; returns this stream. */
    public RandomStream seek(long item) {
        this.item = item;
        block = 0;
        next = words.length;
        return this;
    }

    /** 32 uniform bits. */
    public int nextInt() {
        if (next == words.length) {
            Philox.block(key0, key1, block++, (int) item, (int) (item >>> 32), purpose, words);
            next = 0;
        }
        return words[next++];
    }

    /**
     * A number in 0 … bound−1 by multiply-and-shift of one 32-bit word: always exactly one draw, so that every device
     * consumes the stream alike; the bias, below bound/2³², is irrelevant for the small bounds used here.
     */
    public int nextInt(int bound) {
        return (int) ((nextInt() & 0xFFFFFFFFL) * bound >>> 32);
    }

    /** Uniform in [0, 1) with 53 bits, from two words. */
    public double nextDouble() {
        long high = nextInt() & 0xFFFFFFFFL;
        long low = nextInt() & 0xFFFFFFFFL;
        return ((high << 21) ^ (low >>> 11)) * 0x1.0p-53;
    }

    /** Standard normal by the Box–Muller transform (cosine branch only), in strict arithmetic: same bits everywhere. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
        return radius * StrictMath.cos(2.0 * StrictMath.PI * nextDouble());
    }
}
