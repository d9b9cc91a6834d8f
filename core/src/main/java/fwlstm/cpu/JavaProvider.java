package fwlstm.cpu;

import fwlstm.math.VirtualMachine;
import fwlstm.model.Optimizer;
import java.util.Optional;

/** Computes in plain Java that the just-in-time compiler vectorises; gives the same bits as the vector provider. */
public final class JavaProvider extends TiledProvider {
    @Override
    public String name() {
        return "java";
    }

    @Override
    public String description() {
        return VirtualMachine.withoutFma().isPresent()
                ? "plain Java, with fused multiply-adds made of double arithmetic"
                : VirtualMachine.withoutCompiler().isPresent()
                        ? "plain Java"
                        : "plain Java, vectorised by the just-in-time compiler";
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
        return Math.min(8e9, 4e10 / VirtualMachine.slowdown());
    }

    @Override
    protected Kernels kernels() {
        return new Kernels(
                new JavaProducts(),
                new JavaNorms(),
                new JavaMemory(),
                new JavaPointwise(),
                new JavaTokens(),
                new Optimizer.Rule() {});
    }
}
