package fwlstm.model;

import fwlstm.task.Question;

/** Traces the fast weight memory of a network. A {@link Provider} may also implement this. */
public interface MemoryTracer {
    /**
     * Runs one sequence forward and returns a trace of the fast weight memory.
     *
     * @param config of a cell with fast weights and a batch of one
     * @param parameters are only read
     * @param question as long as the network's sequences
     */
    MemoryTrace memoryTrace(NetworkConfig config, Parameters parameters, Question question);
}
