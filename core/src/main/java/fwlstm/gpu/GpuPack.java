package fwlstm.gpu;

import static fwlstm.gpu.PackArray.MOST_UPDATES;

import fwlstm.config.Trial;
import fwlstm.model.Parameters;
import fwlstm.model.Score;
import fwlstm.task.Dataset;
import fwlstm.task.Split;
import fwlstm.train.Pack;
import fwlstm.train.Snapshot;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;

/**
 * A pack on the GPU. An update is one recorded graph that is replayed; the host reads results only between calls of
 * {@link #train}. Each trial has a slot of the pack's memory; the kernels work on the first slots, up to the pack's
 * current width. Completed trials keep their slots and cost almost nothing until they fill a quarter of the width; then
 * the live trials move to the front.
 */
final class GpuPack implements Pack {
    private final GpuSession session;
    private final PackDimensions dimensions;
    private final Unrolling training; // and validation
    private final Unrolling testing;
    private final Products products;
    private final List<Trial> trials;
    private final PackMemory memory;
    private final Transfers transfers;
    private final PackSlots slots;
    private final TrialSettings settings;
    private final boolean clips;

    private final long[] steps; // of each trial: taken by its optimiser
    private final long[] epochs; // of each trial: whose order is on the device

    private int width;
    private Computation computation;
    private Graph update;
    private final Map<Split, Graph> evaluations = new EnumMap<>(Split.class);

    /** @param testing differs from {@code training} in the length of its sequences alone */
    GpuPack(GpuSession session, List<Trial> trials, Unrolling training, Unrolling testing, Products products) {
        this.session = session;
        this.trials = trials;
        this.training = training;
        this.testing = testing;
        this.products = products;
        dimensions = training.longer(testing).dimensions();
        int capacity = trials.size();
        slots = new PackSlots(capacity);
        steps = new long[capacity];
        epochs = new long[capacity];
        clips = trials.stream().anyMatch(trial -> trial.train().clipNorm() != null);
        memory = new PackMemory(session, dimensions, capacity);
        transfers = new Transfers(session, dimensions, memory, slots);
        settings = new TrialSettings(trials, slots, transfers);
        setWidth(capacity);
        placed();
        for (int trial = 0; trial < capacity; trial++) {
            Trial t = trials.get(trial);
            transfers.upload(Parameters.initial(t.cell(), t.seed()), memory.of(PackArray.PARAMETERS, slots.of(trial)));
        }
    }

    // --- training ---

    @Override
    public double[] train(int[] from, int updates, double[] lossSums) {
        boolean[] live = new boolean[from.length];
        for (int trial = 0; trial < from.length; trial++) {
            live[trial] = from[trial] >= 0;
        }
        compact(live);
        transfers.activate(live);
        transfers.uploadLongs(PackArray.UPDATE, trial -> Math.max(0, from[trial]));
        transfers.uploadLongs(PackArray.LOSS, trial -> Double.doubleToRawLongBits(lossSums[trial]));
        for (int done = 0; done < updates; done += MOST_UPDATES) {
            trainBlock(after(from, done), Math.min(MOST_UPDATES, updates - done));
        }
        return lossSums(from);
    }

    /** Where trials are that have done more updates. */
    private static int[] after(int[] from, int done) {
        return IntStream.of(from)
                .map(update -> update < 0 ? update : update + done)
                .toArray();
    }

    /** Updates of which the device has the rates at once: at most {@link PackArray#MOST_UPDATES}. */
    private void trainBlock(int[] from, int count) {
        settings.uploadRates(from, steps, count, width);
        memory.zero(PackArray.CURSOR);
        for (int n = 0; n < count; n++) {
            if (entersEpoch(from, n)) {
                computation.shuffle();
            }
            update().replay();
        }
        session.synchronize(); // before the rates are written anew
        for (int trial = 0; trial < from.length; trial++) {
            steps[trial] += from[trial] >= 0 ? count : 0;
        }
    }

    /** Whether some trial needs another order of its training data for its n-th update from here. */
    private boolean entersEpoch(int[] from, int n) {
        int updatesPerEpoch = Dataset.updatesPerEpoch(trials.get(0).data(), dimensions.batch());
        boolean entered = false;
        for (int trial = 0; trial < from.length; trial++) {
            long epoch = (from[trial] + n) / updatesPerEpoch;
            if (from[trial] >= 0 && epochs[trial] != epoch) {
                epochs[trial] = epoch;
                entered = true;
            }
        }
        return entered;
    }

    private Graph update() {
        if (update == null) {
            update = session.capture(() -> {
                computation.gradients();
                computation.optimise(clips);
            });
        }
        return update;
    }

    private double[] lossSums(int[] from) {
        double[] bySlot = new double[trials.size()];
        transfers.download(PackArray.LOSS).asDoubleBuffer().get(bySlot);
        double[] sums = new double[from.length];
        for (int trial = 0; trial < from.length; trial++) {
            sums[trial] = from[trial] < 0 ? Double.NaN : bySlot[slots.of(trial)];
        }
        return sums;
    }

    // --- evaluation ---

    @Override
    public Score[] evaluate(boolean[] wanted, Split split) {
        int size = split.size(trials.get(0).data());
        int last = IntStream.range(0, wanted.length)
                .filter(trial -> wanted[trial])
                .map(trial -> slots.of(trial))
                .max()
                .orElse(-1);
        Score[] scores = new Score[wanted.length];
        if (last < 0) {
            return scores;
        }
        if (last >= width) {
            setWidth(trials.size());
        }
        transfers.activate(wanted);
        memory.zero(PackArray.LOSS);
        memory.zero(PackArray.HITS);
        memory.zero(PackArray.CURSOR);
        Runnable batch = ofTestLength(split) ? testBatch(size) : evaluation(split, size)::replay;
        for (int first = 0; first < size; first += dimensions.batch()) {
            batch.run();
        }
        if (ofTestLength(split)) {
            clearStates();
        }
        double[] losses = new double[trials.size()];
        transfers.download(PackArray.LOSS).asDoubleBuffer().get(losses);
        int[] hits = new int[trials.size()];
        transfers.download(PackArray.HITS).asIntBuffer().get(hits);
        for (int trial = 0; trial < wanted.length; trial++) {
            if (wanted[trial]) {
                scores[trial] = new Score();
                scores[trial].add(size, hits[slots.of(trial)], losses[slots.of(trial)]);
            }
        }
        return scores;
    }

    private Graph evaluation(Split split, int size) {
        return evaluations.computeIfAbsent(
                split, s -> session.capture(() -> computation.evaluate(s.streamCode(), size)));
    }

    /** Whether the sequences of a split are of another length than those of training. */
    private boolean ofTestLength(Split split) {
        return split == Split.TEST
                && testing.dimensions().steps() != training.dimensions().steps();
    }

    /** Once in a trial's life: not worth a graph. */
    private Runnable testBatch(int size) {
        clearStates();
        Computation test = new Computation(session, testing, memory, products, width);
        return () -> test.evaluate(Split.TEST.streamCode(), size);
    }

    /** Where the states before the first step lie, zeros, depends on the number of steps. */
    private void clearStates() {
        memory.zero(PackArray.H);
        memory.zero(PackArray.C);
    }

    // --- the parameters of a trial ---

    @Override
    public void keepBest(int trial) {
        copy(memory.best(slots.of(trial)), memory.of(PackArray.PARAMETERS, slots.of(trial)));
    }

    @Override
    public void useBest(int trial) {
        copy(memory.of(PackArray.PARAMETERS, slots.of(trial)), memory.best(slots.of(trial)));
    }

    @Override
    public Snapshot snapshot(int trial) {
        Snapshot snapshot = Snapshot.empty(trials.get(trial).cell());
        transfers.download(memory.of(PackArray.PARAMETERS, slots.of(trial)), snapshot.parameters());
        transfers.download(memory.best(slots.of(trial)), snapshot.best());
        transfers.download(memory.of(PackArray.FIRST_MOMENT, slots.of(trial)), snapshot.state().firstMoment);
        transfers.download(memory.of(PackArray.SECOND_MOMENT, slots.of(trial)), snapshot.state().secondMoment);
        snapshot.state().step = steps[trial];
        return snapshot;
    }

    @Override
    public void restore(int trial, Snapshot snapshot) {
        transfers.upload(snapshot.parameters(), memory.of(PackArray.PARAMETERS, slots.of(trial)));
        transfers.upload(snapshot.best(), memory.best(slots.of(trial)));
        transfers.upload(snapshot.state().firstMoment, memory.of(PackArray.FIRST_MOMENT, slots.of(trial)));
        transfers.upload(snapshot.state().secondMoment, memory.of(PackArray.SECOND_MOMENT, slots.of(trial)));
        steps[trial] = snapshot.state().step;
    }

    @Override
    public String path() {
        return training.kernels().name().toLowerCase(Locale.ROOT);
    }

    /** The gradients of every trial on the batch of an update, for tests. */
    List<Parameters> gradients(int at) {
        boolean[] all = new boolean[trials.size()];
        Arrays.fill(all, true);
        transfers.activate(all);
        transfers.uploadLongs(PackArray.UPDATE, trial -> at);
        memory.zero(PackArray.LOSS);
        computation.shuffle();
        computation.gradients();
        return IntStream.range(0, trials.size())
                .mapToObj(trial -> {
                    Parameters gradients = new Parameters(trials.get(trial).cell());
                    transfers.download(memory.of(PackArray.GRADIENTS, slots.of(trial)), gradients);
                    return gradients;
                })
                .toList();
    }

    // --- slots of trials ---

    /** Moves live trials to the front if they are too far apart. */
    private void compact(boolean[] live) {
        if (slots.areSparse(live, width)) {
            int needed = slots.gather(live, this::exchange);
            placed();
            setWidth(needed);
        }
    }

    /** Exchanges two trials, the gradients of one, of no use between updates, lending their room. */
    private void exchange(int a, int b) {
        CUdeviceptr room = memory.of(PackArray.GRADIENTS, a);
        for (PackArray array : List.of(PackArray.PARAMETERS, PackArray.FIRST_MOMENT, PackArray.SECOND_MOMENT)) {
            exchange(memory.of(array, a), memory.of(array, b), room);
        }
        exchange(memory.best(a), memory.best(b), room);
    }

    private void exchange(CUdeviceptr a, CUdeviceptr b, CUdeviceptr room) {
        copy(room, a);
        copy(a, b);
        copy(b, room);
    }

    private void copy(CUdeviceptr to, CUdeviceptr from) {
        memory.device().copy(to, from, PackArray.PARAMETERS.bytes(dimensions));
    }

    /** Must be followed by {@link Transfers#activate}. */
    private void setWidth(int width) {
        if (this.width != width) {
            closeGraphs();
            this.width = width;
            computation = new Computation(session, training, memory, products, width);
            // Kernels, cuBLAS's among them, are loaded when they run first, which must not be during a capture.
            memory.zero(PackArray.ACTIVE);
            computation.shuffle();
            computation.gradients();
            computation.optimise(clips);
            session.synchronize();
        }
    }

    /** Tells the device what is each trial's own, after trials have taken their slots. */
    private void placed() {
        settings.upload();
        transfers.uploadLongs(PackArray.ORDER_EPOCH, trial -> -1);
        Arrays.fill(epochs, -1);
    }

    private void closeGraphs() {
        if (update != null) {
            update.close();
            update = null;
        }
        evaluations.values().forEach(Graph::close);
        evaluations.clear();
    }

    @Override
    public void close() {
        closeGraphs();
        transfers.close();
        memory.close();
    }
}
