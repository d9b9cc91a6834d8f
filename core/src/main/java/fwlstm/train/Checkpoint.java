package fwlstm.train;

import fwlstm.config.ConfigException;
import fwlstm.config.Trial;
import fwlstm.model.OptimizerState;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A running trial: its course so far and the learned state, from which it resumes with bit-identical results. The
 * format is plain big-endian numbers and a final CRC-32, with the trial's configuration by column. Every size follows
 * from the trial; none is taken from the file unchecked.
 */
public final class Checkpoint {
    private static final long MAGIC = 0x46574C53544D434BL; // "FWLSTMCK"
    private static final int VERSION = 3;

    /** The number of bytes that identify a checkpoint and its version. */
    public static final int HEAD = Long.BYTES + Integer.BYTES;

    private final TrialRun run;
    private final Snapshot snapshot;
    private final String numerics;
    private final double seconds;
    private final double cpuSeconds;

    Checkpoint(TrialRun run, Snapshot snapshot, String numerics, double seconds, double cpuSeconds) {
        this.run = run;
        this.snapshot = snapshot;
        this.numerics = numerics;
        this.seconds = seconds;
        this.cpuSeconds = cpuSeconds;
    }

    /** The trial being trained. */
    public Trial trial() {
        return run.trial;
    }

    /** Updates done. */
    public int update() {
        return run.update;
    }

    /** The numerics it was made with; see {@link fwlstm.model.Provider#numerics()}. */
    public String numerics() {
        return numerics;
    }

    /** The best parameters so far, by validation accuracy; live. */
    public Parameters best() {
        return snapshot.best();
    }

    /** The updates after which they were found. */
    public int bestUpdate() {
        return run.bestUpdate;
    }

    /** Their validation accuracy, 0 to 1. */
    public double bestAccuracy() {
        return run.bestAccuracy;
    }

    /** The evaluations so far, in order. */
    public List<CurvePoint> curve() {
        return List.copyOf(run.curve);
    }

    TrialRun run() {
        return run;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    double seconds() {
        return seconds;
    }

    double cpuSeconds() {
        return cpuSeconds;
    }

    public void write(OutputStream stream) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeUTF(run.trial.id());
        writeConfiguration(run.trial, out);
        out.writeUTF(numerics);
        out.writeInt(run.update);
        out.writeDouble(run.bestAccuracy);
        out.writeInt(run.bestUpdate);
        out.writeDouble(run.bestLoss);
        out.writeInt(run.evaluationsSinceBest);
        for (Integer milestone : run.milestones) {
            out.writeInt(milestone == null ? -1 : milestone);
        }
        out.writeDouble(seconds);
        out.writeDouble(cpuSeconds);
        out.writeInt(run.curve.size());
        for (CurvePoint point : run.curve) {
            out.writeInt(point.update());
            out.writeDouble(point.epoch());
            out.writeDouble(point.trainLoss());
            out.writeDouble(point.validationLoss());
            out.writeDouble(point.validationAccuracy());
            out.writeDouble(point.seconds());
        }
        write(snapshot.parameters(), out);
        write(snapshot.best(), out);
        OptimizerState state = snapshot.state();
        write(state.firstMoment, out);
        write(state.secondMoment, out);
        out.writeLong(state.step);
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    /**
     * Reads the checkpoint of a trial, to resume its training.
     *
     * @param numerics with which training is to resume
     * @throws IOException if the stream holds anything else, is damaged or cut short
     */
    public static Checkpoint read(InputStream stream, Trial trial, String numerics) throws IOException {
        try {
            Checkpoint checkpoint = read(stream, trial.id());
            String made = checkpoint.numerics;
            require(made.equals(numerics), "it was made with numerics " + made + ", not " + numerics);
            return checkpoint;
        } catch (Unfit e) {
            throw new IOException("cannot resume " + trial.label() + " from this file: " + e.getMessage(), e);
        }
    }

    /** Whether a file starts with the eight bytes of a checkpoint. */
    static boolean begins(byte[] head) {
        return head.length == Long.BYTES && ByteBuffer.wrap(head).getLong() == MAGIC;
    }

    /**
     * Refuses a file that starts like a checkpoint of a later fw-lstm, which this one would overwrite.
     *
     * @param head the first {@link #HEAD} bytes of the file
     * @throws ConfigException if it is one
     */
    public static void refuseNewer(String file, byte[] head) {
        if (head.length == HEAD && begins(Arrays.copyOf(head, Long.BYTES))) {
            int version = ByteBuffer.wrap(head).getInt(Long.BYTES);
            if (version > VERSION) {
                throw ConfigException.of(
                        file + ": version",
                        version,
                        "at most " + VERSION + ", since a newer fw-lstm wrote this; use that one");
            }
        }
    }

    /**
     * Reads the checkpoint of any trial.
     *
     * @throws IOException if the stream holds anything else, is damaged or cut short
     */
    public static Checkpoint read(InputStream stream) throws IOException {
        return read(stream, null);
    }

    /** @param trialId of the only accepted trial; null for any */
    private static Checkpoint read(InputStream stream, String trialId) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(stream, new CRC32());
        DataInputStream in = new DataInputStream(checked);
        try {
            require(in.readLong() == MAGIC, "it is not a checkpoint");
            int version = in.readInt();
            require(version == VERSION, "it is of version " + version + ", and this fw-lstm reads version " + VERSION);
            String id = in.readUTF();
            require(trialId == null || trialId.equals(id), "it is of another trial");
            Trial trial = readConfiguration(in);
            require(trial.id().equals(id), "it is damaged");
            String numerics = in.readUTF();
            TrialRun run = new TrialRun(trial);
            run.update = in.readInt();
            run.bestAccuracy = in.readDouble();
            run.bestUpdate = in.readInt();
            run.bestLoss = in.readDouble();
            run.evaluationsSinceBest = in.readInt();
            for (int k = 0; k < run.milestones.length; k++) {
                int milestone = in.readInt();
                run.milestones[k] = milestone < 0 ? null : milestone;
            }
            double seconds = in.readDouble();
            double cpuSeconds = in.readDouble();
            int points = in.readInt();
            int every = trial.train().evaluateEvery();
            require(run.update >= 0 && run.update <= trial.train().updates(), "it is damaged");
            require(points == run.update / every + (run.update % every == 0 ? 0 : 1), "it is damaged");
            for (int k = 0; k < points; k++) {
                run.curve.add(new CurvePoint(
                        in.readInt(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble(),
                        in.readDouble()));
            }
            Snapshot snapshot = Snapshot.empty(trial.cell());
            read(snapshot.parameters(), in);
            read(snapshot.best(), in);
            OptimizerState state = snapshot.state();
            read(state.firstMoment, in);
            read(state.secondMoment, in);
            state.step = in.readLong();
            long checksum = checked.getChecksum().getValue();
            require(in.readLong() == checksum, "it is damaged");
            require(in.read() < 0, "it has more than a checkpoint");
            return new Checkpoint(run, snapshot, numerics, seconds, cpuSeconds);
        } catch (EOFException e) {
            throw new Unfit("it is truncated");
        } catch (UTFDataFormatException | ConfigException e) {
            throw new Unfit("it is damaged");
        }
    }

    /** Writes the number of columns that are not null, and the name and value of each as text. */
    private static void writeConfiguration(Trial trial, DataOutputStream out) throws IOException {
        Map<String, Object> columns = trial.columns();
        columns.values().removeIf(Objects::isNull);
        out.writeByte(columns.size());
        for (Map.Entry<String, Object> column : columns.entrySet()) {
            out.writeUTF(column.getKey());
            out.writeUTF(column.getValue().toString());
        }
    }

    private static Trial readConfiguration(DataInputStream in) throws IOException {
        Map<String, String> columns = new HashMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            columns.put(in.readUTF(), in.readUTF());
        }
        return Trial.of(columns);
    }

    private static void write(Parameters parameters, DataOutputStream out) throws IOException {
        for (ParameterSpec spec : parameters.specs()) {
            for (float x : parameters.get(spec.name()).data) {
                out.writeFloat(x);
            }
        }
    }

    private static void read(Parameters parameters, DataInputStream in) throws IOException {
        for (ParameterSpec spec : parameters.specs()) {
            float[] values = parameters.get(spec.name()).data;
            for (int n = 0; n < values.length; n++) {
                values[n] = in.readFloat();
            }
        }
    }

    private static void require(boolean condition, String problem) throws Unfit {
        if (!condition) {
            throw new Unfit(problem);
        }
    }

    private static final class Unfit extends IOException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }
}
