package fwlstm.gpu;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Runs tests on the {@link CudaDouble} with its usual options; a failure names the seed for the order of threads. */
final class OnCudaDouble implements BeforeAllCallback, BeforeEachCallback, TestExecutionExceptionHandler {
    @Override
    public void beforeAll(ExtensionContext context) {
        CudaDouble.load();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        CudaDouble.reset();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TestAbortedException) {
            throw failure;
        }
        String order = "CUEMU_SHUFFLE=" + CudaDouble.seed() + " repeats the order in which threads ran";
        throw new AssertionError(failure.getMessage() + "\n" + order, failure);
    }
}
