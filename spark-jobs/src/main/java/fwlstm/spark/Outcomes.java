package fwlstm.spark;

import fwlstm.results.RecordedTrial;
import fwlstm.results.ResultsDirectory;
import fwlstm.sweep.CostModel;
import fwlstm.sweep.RungScore;
import fwlstm.sweep.Scheduler;
import fwlstm.sweep.WorkItem;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What becomes of work items when their Spark job has ended: they are recorded, retried, or given up. Failures for which no
 * trial is to blame, such as those of a sick GPU, end the sweep.
 */
final class Outcomes {
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    private final String sweep;
    private final ResultsDirectory results;
    private final Scheduler scheduler;
    private final SweepBackend backend;
    private final CostModel model;
    private final Attempts attempts;
    private final Retries retries;
    private final SweepProgress progress;
    private final DeviceHealth health = new DeviceHealth();
    private Consumer<String> recordedListener = trialId -> {};

    Outcomes(
            String sweep,
            ResultsDirectory results,
            Scheduler scheduler,
            SweepBackend backend,
            CostModel model,
            Attempts attempts,
            Retries retries,
            SweepProgress progress) {
        this.sweep = sweep;
        this.results = results;
        this.scheduler = scheduler;
        this.backend = backend;
        this.model = model;
        this.attempts = attempts;
        this.retries = retries;
        this.progress = progress;
    }

    /** Has a listener hear the id of every trial that was trained to its end or to a rung. */
    void whenRecorded(Consumer<String> listener) {
        recordedListener = listener;
    }

    /**
     * A job has ended, with an outcome for each item that got so far.
     *
     * @param inFlight the groups that still run
     * @throws IOException if the sweep cannot go on
     */
    void take(JobGroup group, List<Outcome> outcomes, Collection<JobGroup> inFlight) throws IOException {
        Map<String, WorkItem> items = group.items().stream().collect(Collectors.toMap(WorkItem::id, item -> item));
        for (Outcome outcome : outcomes) {
            take(outcome, items.get(outcome.trialId()), inFlight);
        }
        takeLost(group, items, outcomes);
    }

    /** The executor of a group is gone. */
    void lost(JobGroup group, String error) throws IOException {
        retried(group.items(), retries.lost(group, group.items()), error);
    }

    /**
     * Handles the loss of a GPU while it trained some of the group. No trial is to blame for a sick GPU, which would
     * also lose the next one, so the sweep ends.
     */
    private void takeLost(JobGroup group, Map<String, WorkItem> items, List<Outcome> outcomes) throws IOException {
        String device = outcomes.stream()
                .filter(Outcome.RanOn.class::isInstance)
                .map(outcome -> ((Outcome.RanOn) outcome).device())
                .findFirst()
                .orElse("");
        boolean worked = outcomes.stream()
                .anyMatch(outcome ->
                        outcome instanceof Outcome.Recorded recorded && recorded.updates() > recorded.from());
        if (worked) {
            health.worked(device);
        }
        List<Outcome.DeviceLost> losses = outcomes.stream()
                .filter(Outcome.DeviceLost.class::isInstance)
                .map(Outcome.DeviceLost.class::cast)
                .toList();
        if (losses.isEmpty()) {
            return;
        }
        String error = losses.get(0).error();
        List<WorkItem> lost =
                losses.stream().map(outcome -> items.get(outcome.trialId())).toList();
        boolean sick = health.lost(device, lost.stream().map(WorkItem::id).collect(Collectors.toSet()));
        if (sick) {
            throw sick(device, error);
        }
        List<WorkItem> exhausted = retries.lost(group, lost);
        if (!exhausted.isEmpty() && !health.isProven(device)) {
            throw sick(device, error);
        }
        retried(lost, exhausted, error);
    }

    private static IOException sick(String device, String error) {
        return new IOException(
                device + " fails whatever it is given, and no trial is recorded as failed for that; check it,"
                        + " or exclude it with CUDA_VISIBLE_DEVICES; the last failure: " + error);
    }

    private void take(Outcome outcome, WorkItem item, Collection<JobGroup> inFlight) throws IOException {
        if (outcome instanceof Outcome.Recorded recorded) {
            observe(item, recorded, inFlight);
            int more = recorded.updates() - recorded.from();
            progress.ended(item.id(), recorded.status(), more, recorded.seconds());
            scheduler.ended(item, RungScore.of(recorded.status(), recorded.accuracy(), recorded.loss()));
            recordedListener.accept(item.id());
        } else if (outcome instanceof Outcome.Threw threw) {
            retried(item, retries.threw(item), threw.error());
        } else if (outcome instanceof Outcome.OutOfMemory memory) {
            retried(item, retries.outOfMemory(item), memory.error());
        } else if (outcome instanceof Outcome.NotRecorded not) {
            missed(item, not.error());
        } else if (outcome instanceof Outcome.NoDevice no) {
            missed(item, no.error());
        }
    }

    private void observe(WorkItem item, Outcome.Recorded recorded, Collection<JobGroup> inFlight) {
        boolean first = !model.isCalibrated();
        model.observe(item, recorded.from(), recorded.updates(), recorded.seconds());
        if (first && backend.isGpu()) { // earlier predictions were not times
            inFlight.forEach(group -> group.items().forEach(a -> progress.started(a.id(), model.predict(a))));
        }
    }

    /** No trial is to blame; if the problem persists, the sweep ends. */
    private void missed(WorkItem item, String error) throws IOException {
        if (retries.missed(item)) {
            throw new IOException(error);
        }
        retried(item, false, error);
    }

    private void retried(List<WorkItem> lost, List<WorkItem> exhausted, String error) throws IOException {
        for (WorkItem item : lost) {
            retried(item, exhausted.contains(item), error);
        }
    }

    private void retried(WorkItem item, boolean exhausted, String error) throws IOException {
        LOG.log(System.Logger.Level.WARNING, "an attempt at {0} failed: {1}", item.label(), error);
        if (exhausted) {
            giveUp(item, error);
        } else {
            progress.repeats(item.id());
        }
    }

    private void giveUp(WorkItem item, String error) throws IOException {
        int attempt = attempts.before(item.id()) - 1;
        TrialRecord failed = TrialRecord.failed(item.trial(), error, backend.execution(attempt));
        results.ledger().publish(RecordedTrial.of(sweep, failed));
        progress.ended(item.id(), Status.FAILED, 0, 0);
        scheduler.ended(item, RungScore.of(Status.FAILED, null, null));
    }
}
