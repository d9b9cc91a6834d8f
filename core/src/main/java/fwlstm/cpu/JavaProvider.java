package fwlstm.cpu;

import java.util.Optional;

/** Computes in plain Java that the just-in-time compiler vectorises; gives the same bits as the vector provider. */
public final class JavaProvider extends TiledProvider {
    @Override
    public String name() {
        return "java";
    }

    @Override
    public String description() {
        return "plain Java, vectorised by the just-in-time compiler";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public double typicalSpeed() {
        return 8e9;
    }

    @Override
    protected Kernels kernels() {
        return new JavaKernels();
    }
}
