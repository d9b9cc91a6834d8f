package fwlstm.spark;

import fwlstm.results.Compaction;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Moves records from the ledger into the tables while a sweep runs, so that the ledger stays small. */
final class BackgroundCompaction implements AutoCloseable {
    private static final int RECORDS = 2000;
    private static final System.Logger LOG = System.getLogger("fwlstm.spark");

    private final Compaction compaction;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "compaction");
        worker.setDaemon(true);
        return worker;
    });
    private Future<?> last;
    private int records;

    BackgroundCompaction(Compaction compaction) {
        this.compaction = compaction;
    }

    /** Reports additional records in the ledger. */
    void recorded(int more) {
        records += more;
        if (records >= RECORDS && (last == null || last.isDone())) {
            records = 0;
            last = thread.submit(() -> {
                try {
                    compaction.run();
                } catch (Exception e) { // the ledger keeps the records that the tables do not have yet
                    LOG.log(System.Logger.Level.WARNING, "compaction failed; it will be tried again later", e);
                }
            });
        }
    }

    /** Waits for a running compaction. */
    @Override
    public void close() {
        thread.shutdown();
        if (last != null) {
            try {
                last.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("compaction reports what fails", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
