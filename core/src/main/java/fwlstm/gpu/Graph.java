package fwlstm.gpu;

import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.JCudaDriver;

/** Recorded work of a session's stream, which can be repeated at the cost of one launch. */
final class Graph implements AutoCloseable {
    private final GpuSession session;
    private final CUgraphExec executable = new CUgraphExec();
    private final Runnable freeing = () -> JCudaDriver.cuGraphExecDestroy(executable);

    /** Copies the recording, which may be destroyed afterwards. */
    Graph(GpuSession session, CUgraph recorded) {
        this.session = session;
        CudaErrors.check(JCudaDriver.cuGraphInstantiate(executable, recorded, 0), "prepare recorded work");
        session.own(freeing);
    }

    /** Puts the recorded work on the stream. */
    void replay() {
        CudaErrors.check(JCudaDriver.cuGraphLaunch(executable, session.stream()), "launch recorded work");
    }

    @Override
    public void close() {
        session.free(freeing);
    }
}
