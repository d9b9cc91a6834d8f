package fwlstm.gpu;

import java.util.stream.IntStream;

/**
 * Assigns slots of a pack's memory to trials. Kernels work on the first slots, up to the pack's width, so live trials
 * must be at the front. Independent of the memory itself.
 */
final class PackSlots {
    private final int[] ofTrial;
    private final int[] trialIn;

    /** Exchanges the contents of two slots. */
    interface Exchange {
        void exchange(int a, int b);
    }

    /** As many slots as trials, each trial in its own. */
    PackSlots(int trials) {
        ofTrial = IntStream.range(0, trials).toArray();
        trialIn = ofTrial.clone();
    }

    int count() {
        return trialIn.length;
    }

    /** The slot of a trial. */
    int of(int trial) {
        return ofTrial[trial];
    }

    /** The trial in a slot. */
    int trialIn(int slot) {
        return trialIn[slot];
    }

    /**
     * Whether a live trial is beyond the width, or at least a quarter of the slots within the width have trials that
     * are done.
     */
    boolean areSparse(boolean[] live, int width) {
        int needed = 0;
        int last = -1;
        for (int slot = 0; slot < count(); slot++) {
            if (live[trialIn[slot]]) {
                needed++;
                last = slot;
            }
        }
        return last >= width || 4 * needed <= 3 * width;
    }

    /** Moves live trials to the front; returns how many slots they fill. */
    int gather(boolean[] live, Exchange memory) {
        int front = 0;
        int end = count() - 1;
        while (true) {
            while (front <= end && live[trialIn[front]]) {
                front++;
            }
            while (end > front && !live[trialIn[end]]) {
                end--;
            }
            if (front >= end) {
                return front;
            }
            memory.exchange(front, end);
            int trial = trialIn[front];
            trialIn[front] = trialIn[end];
            trialIn[end] = trial;
            ofTrial[trialIn[front]] = front;
            ofTrial[trialIn[end]] = end;
        }
    }
}
