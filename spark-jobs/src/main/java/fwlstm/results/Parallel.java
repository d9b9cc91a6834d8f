package fwlstm.results;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs many small requests to a file system, several at a time, since an object store takes long to answer each. */
final class Parallel {
    private static final int THREADS = 8;

    private Parallel() {}

    /** A request. */
    interface Request<A, B> {
        B of(A argument) throws IOException;
    }

    /** The answers, in the order of the arguments. */
    static <A, B> List<B> map(List<A> arguments, Request<A, B> request) throws IOException {
        List<B> answers = new ArrayList<>(arguments.size());
        if (arguments.size() < 2) {
            for (A argument : arguments) {
                answers.add(request.of(argument));
            }
            return answers;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, arguments.size()), task -> {
            Thread thread = new Thread(task, "fwlstm-files");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<B>> futures = new ArrayList<>(arguments.size());
            arguments.forEach(argument -> futures.add(threads.submit(() -> request.of(argument))));
            for (Future<B> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            } else if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            threads.shutdownNow();
        }
    }
}
