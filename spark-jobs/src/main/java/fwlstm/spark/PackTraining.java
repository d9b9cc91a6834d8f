package fwlstm.spark;

import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.model.Parameters;
import fwlstm.results.Ledger;
import fwlstm.results.RecordedTrial;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredCheckpoints;
import fwlstm.safetensors.ModelFile;
import fwlstm.sweep.WorkItem;
import fwlstm.train.Backend;
import fwlstm.train.CurvePoint;
import fwlstm.train.DeviceException;
import fwlstm.train.OutOfDeviceMemoryException;
import fwlstm.train.Status;
import fwlstm.train.Trainer;
import fwlstm.train.TrialListener;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Trains items on one backend and publishes each record as soon as it exists. Work items are trained in packs if
 * possible. A pack that does not fit, or that throws, is halved and tried again, so that in the end a trial is blamed
 * only for its own failures.
 *
 * @param keepBest whether the best parameters of every trial are kept as a model
 * @param progress told the progress of all trials in training, every time
 * @param isCancelled whether the trials are no longer wanted
 */
record PackTraining(
        String sweep,
        ResultsDirectory results,
        double checkpointSeconds,
        boolean keepBest,
        Backend backend,
        Consumer<List<TrialProgress>> progress,
        BooleanSupplier isCancelled) {
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    /**
     * An item as a member of a pack.
     *
     * @param attempt the number of earlier attempts
     */
    record Member(WorkItem item, int attempt) {
        Trial trial() {
            return item.trial();
        }

        String id() {
            return item.id();
        }
    }

    /**
     * Trains all members; returns one outcome for each.
     *
     * @param members of one shape and one {@code until} if the backend trains packs
     */
    List<Outcome> train(List<Member> members) {
        List<Outcome> outcomes = new ArrayList<>();
        int width = Math.max(1, backend.packWidth(members.get(0).trial()));
        int packs = (members.size() + width - 1) / width;
        for (int k = 0; k < packs; k++) { // of about equal size
            int from = (int) ((long) k * members.size() / packs);
            int to = (int) ((long) (k + 1) * members.size() / packs);
            pack(members.subList(from, to), outcomes);
        }
        return outcomes;
    }

    private void pack(List<Member> members, List<Outcome> outcomes) {
        long start = System.nanoTime();
        List<Member> missing = new ArrayList<>();
        for (Member member : members) {
            try {
                Optional<RecordedTrial> entry = recorded(member.item);
                entry.ifPresent(known -> outcomes.add(outcome(member, known, known.updates(), seconds(start))));
                if (entry.isEmpty()) {
                    missing.add(member);
                }
            } catch (IOException e) {
                outcomes.add(notRecorded(member, e));
            }
        }
        if (!missing.isEmpty()) {
            trainMissing(missing, outcomes, start);
        }
    }

    private void trainMissing(List<Member> members, List<Outcome> outcomes, long start) {
        StoredCheckpoints checkpoints = results.checkpoints(checkpointSeconds);
        Watch watch = new Watch(members);
        List<TrialRecord> records;
        try {
            records = new Trainer(backend, checkpoints, watch)
                    .train(
                            members.stream().map(Member::trial).toList(),
                            0,
                            members.get(0).item.until());
        } catch (IOException e) {
            members.forEach(member -> outcomes.add(notRecorded(member, e)));
            return;
        } catch (RuntimeException | Error e) {
            if (isCancelled.getAsBoolean()) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, label(members) + " threw", e);
            if (e instanceof DeviceException && !(e instanceof OutOfDeviceMemoryException)) {
                members.forEach(member -> outcomes.add(new Outcome.DeviceLost(member.id(), e.getMessage())));
            } else if (members.size() > 1) {
                int half = members.size() / 2;
                pack(members.subList(0, half), outcomes);
                pack(members.subList(half, members.size()), outcomes);
            } else {
                outcomes.add(threw(members.get(0), e));
            }
            return;
        }
        double seconds = seconds(start) / members.size();
        for (int k = 0; k < records.size(); k++) {
            outcomes.add(publish(members.get(k), records.get(k), watch, checkpoints, seconds));
        }
    }

    /** Forwards the events of trials that are trained together, and keeps data that their records do not have. */
    private final class Watch implements TrialListener {
        private final Map<Trial, TrialProgress> running = new LinkedHashMap<>();
        private final Map<Trial, byte[]> models = new HashMap<>();

        Watch(List<Member> members) {
            members.forEach(member -> running.put(member.trial(), TrialProgress.begun(member.item)));
            tell();
        }

        @Override
        public void resumed(Trial trial, int update) {
            running.computeIfPresent(trial, (t, begun) -> begun.resumedAt(update));
            tell();
        }

        @Override
        public void evaluated(Trial trial, CurvePoint point) {
            if (isCancelled.getAsBoolean()) {
                throw new CancellationException("no longer wanted");
            }
            running.computeIfPresent(trial, (t, before) -> before.at(point));
            tell();
        }

        private void tell() {
            progress.accept(List.copyOf(running.values()));
        }

        @Override
        public void done(Trial trial, Supplier<Parameters> best) {
            if (keepBest) {
                models.put(trial, new ModelFile(trial, best.get()).toBytes());
            }
        }

        /** The model of a trial that is done, if it is to be kept. */
        Optional<byte[]> model(Trial trial) {
            return Optional.ofNullable(models.get(trial));
        }

        /** Earlier updates of a trial. */
        int since(Trial trial) {
            return running.get(trial).since();
        }
    }

    private Outcome publish(
            Member member, TrialRecord record, Watch watch, StoredCheckpoints checkpoints, double seconds) {
        long start = System.nanoTime();
        Status status = record.result().status();
        RecordedTrial entry = RecordedTrial.of(
                sweep,
                new TrialRecord(
                        record.trial(),
                        record.result(),
                        record.execution().withAttempt(member.attempt),
                        record.curve()));
        try {
            Optional<byte[]> model = watch.model(member.trial());
            if (model.isPresent()) { // before the record, so that every recorded trial has its model
                results.models().publish(entry, model.get());
            }
            boolean recorded = ledger(status, member.item).publish(entry);
            if (recorded && model.isPresent()) {
                results.models().settle(entry);
            }
            if (status != Status.STOPPED) {
                checkpoints.delete(member.trial());
            }
            return outcome(member, entry, watch.since(member.trial()), seconds + seconds(start));
        } catch (IOException e) {
            return notRecorded(member, e);
        }
    }

    /**
     * The record of an earlier run of this task, or of a task that Spark took for lost. A record in the ledger may also
     * be from an earlier sweep that stopped the trial earlier or could not train it; such a record does not count.
     */
    private Optional<RecordedTrial> recorded(WorkItem item) throws IOException {
        Optional<RecordedTrial> ended = results.ledger()
                .entry(item.id())
                .filter(entry -> entry.status().isFinal()
                        || entry.status() == Status.STOPPED && entry.updates() >= item.until());
        return ended.isPresent() || !pauses(item)
                ? ended
                : results.rung(item.until()).entry(item.id());
    }

    private static boolean pauses(WorkItem item) {
        return item.until() < item.trial().train().updates();
    }

    private Ledger ledger(Status status, WorkItem item) {
        return status == Status.STOPPED ? results.rung(item.until()) : results.ledger();
    }

    private static Outcome outcome(Member member, RecordedTrial entry, int from, double seconds) {
        return new Outcome.Recorded(
                member.id(),
                entry.status(),
                from,
                entry.updates(),
                (Double) entry.trial().get("best_validation_accuracy"),
                (Double) entry.trial().get("validation_loss"),
                seconds);
    }

    private static Outcome notRecorded(Member member, IOException e) {
        LOG.log(System.Logger.Level.WARNING, member.trial().label() + " is not recorded", e);
        return new Outcome.NotRecorded(member.id(), Sentence.of(e));
    }

    private static Outcome threw(Member member, Throwable e) {
        return e instanceof OutOfMemoryError || e instanceof OutOfDeviceMemoryException
                ? new Outcome.OutOfMemory(member.id(), Sentence.withClass(e))
                : new Outcome.Threw(member.id(), Sentence.withClass(e));
    }

    private static String label(List<Member> members) {
        String first = members.get(0).trial().label();
        return members.size() == 1 ? first : "a pack of " + members.size() + " trials such as " + first;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
