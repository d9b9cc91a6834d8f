package fwlstm.model;

import fwlstm.task.Question;

/** Looks into the fast weight memory of a network. A {@link Provider} may implement it too. */
public interface MemoryTracer {
    /**
     * Runs one sequence forward and tells what the fast weight memory did.
     *
     * @param config of a cell with fast weights and a batch of one
     * @param parameters are only read
     * @param question as long as the network's sequences
     */
    MemoryTrace memoryTrace(NetworkConfig config, Parameters parameters, Question question);
}
