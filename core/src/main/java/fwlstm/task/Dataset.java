package fwlstm.task;

import fwlstm.config.DataConfig;
import fwlstm.config.TaskConfig;
import fwlstm.math.RandomStream;
import fwlstm.math.RandomStream.Purpose;

/**
 * The data of one trial. Sequence n of a split is item n of the split's random stream. An epoch visits the training set
 * in an order drawn from (seed, epoch); the sequences after the last full batch are skipped in that epoch.
 *
 * <p>Not thread-safe.
 */
public final class Dataset {
    private final DataConfig data;
    private final AssociativeRetrieval[] tasks;
    private final RandomStream[] streams;
    private final RandomStream shuffle;
    private final int[] order;
    private long orderEpoch = -1;

    public Dataset(TaskConfig task, DataConfig data, long seed) {
        this.data = data;
        tasks = new AssociativeRetrieval[Split.values().length];
        streams = new RandomStream[Split.values().length];
        for (Split split : Split.values()) {
            tasks[split.ordinal()] = new AssociativeRetrieval(split.task(task, data));
            streams[split.ordinal()] = new RandomStream(seed, split.purpose);
        }
        shuffle = new RandomStream(seed, Purpose.SHUFFLE);
        order = new int[data.train()];
    }

    /** Updates in one epoch: full batches only. */
    public static int updatesPerEpoch(DataConfig data, int batch) {
        return data.train() / batch;
    }

    /** Fills the training batch of an update, counted from 0. */
    public void train(long update, Batch batch) {
        int updatesPerEpoch = updatesPerEpoch(data, batch.size());
        shuffle(update / updatesPerEpoch);
        int first = (int) (update % updatesPerEpoch) * batch.size();
        for (int column = 0; column < batch.size(); column++) {
            draw(Split.TRAIN, order[first + column], batch, column);
        }
    }

    /**
     * Fills a batch with the sequences of a split from {@code first} on, in order.
     *
     * @param batch with as many steps as {@link Split#task its task} has
     * @return the number of columns that belong to the split; the columns after them repeat its first sequences
     */
    public int sequences(Split split, int first, Batch batch) {
        int size = split.size(data);
        for (int column = 0; column < batch.size(); column++) {
            draw(split, (int) (((long) first + column) % size), batch, column);
        }
        return Math.min(batch.size(), size - first);
    }

    private void draw(Split split, int index, Batch batch, int column) {
        tasks[split.ordinal()].draw(streams[split.ordinal()].seek(index), batch, column);
    }

    private void shuffle(long epoch) {
        if (epoch == orderEpoch) {
            return;
        }
        shuffle.seek(epoch);
        for (int i = 0; i < order.length; i++) { // inside-out Fisher–Yates
            int j = shuffle.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        orderEpoch = epoch;
    }
}
