package fwlstm.spark;

import fwlstm.config.Settings;
import fwlstm.results.ResultsDirectory;
import fwlstm.spark.PackTraining.Member;
import fwlstm.sweep.WorkItem;
import fwlstm.train.Backend;
import fwlstm.train.BackendName;
import fwlstm.train.BackendOptions;
import fwlstm.train.DeviceException;
import fwlstm.train.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The Spark task: trains items, one after the other or as a pack, and publishes each record as soon as it exists.
 * It may run again, or twice at once: recorded trials are not trained again, and the ledger keeps the first record.
 *
 * @param attempts the number of earlier attempts at each item
 * @param checkpointSeconds the shortest time between two checkpoints of a trial
 * @param keepBest whether the best parameters of every trial are kept as a model
 */
record TrainTask(
        String sweep,
        String directory,
        Broadcast<SerializableConfiguration> hadoop,
        BackendOptions options,
        ProgressAccumulator progress,
        List<Integer> attempts,
        double checkpointSeconds,
        boolean keepBest)
        implements FlatMapFunction<Iterator<WorkItem>, Outcome> {
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    @Override
    public Iterator<Outcome> call(Iterator<WorkItem> items) {
        TaskContext task = TaskContext.get();
        List<Member> members = new ArrayList<>();
        while (items.hasNext()) {
            members.add(new Member(items.next(), attempts.get(members.size()) + task.attemptNumber()));
        }
        ResultsDirectory results = ResultsDirectory.at(directory, hadoop.value().value());
        try {
            results.requireClaimed(); // otherwise records would go where the driver does not find them
        } catch (IOException e) {
            return members.stream()
                    .<Outcome>map(member -> new Outcome.NotRecorded(member.id(), e.getMessage()))
                    .iterator();
        }
        Backend backend;
        try {
            backend = options.open(GpuResources.ordinal(task), members.get(0).trial());
        } catch (DeviceException e) {
            LOG.log(System.Logger.Level.WARNING, "no trial can be trained here", e);
            return members.stream()
                    .<Outcome>map(member -> new Outcome.NoDevice(member.id(), GpuResources.reason(e.getMessage())))
                    .iterator();
        }
        try {
            List<Outcome> outcomes = new PackTraining(
                            sweep, results, checkpointSeconds, keepBest, backend, progress::add, task::isInterrupted)
                    .train(members);
            if (backend.name().equals(Settings.key(BackendName.GPU))) {
                String device =
                        "GPU " + GpuResources.ordinal(task) + " (" + backend.device() + ") on " + Machine.localHost();
                outcomes.add(new Outcome.RanOn(members.get(0).id(), device));
            }
            return outcomes.iterator();
        } finally {
            close(backend);
        }
    }

    /** A failure to close does not undo training. */
    private static void close(Backend backend) {
        try {
            backend.close();
        } catch (DeviceException e) {
            LOG.log(System.Logger.Level.WARNING, "the GPU could not be closed", e);
        }
    }
}
