package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;
import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.config.CellConfig;
import fwlstm.model.Engine;
import fwlstm.model.Networks;
import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;
import fwlstm.model.Provider;
import fwlstm.model.Score;
import fwlstm.task.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise: whatever the processor's vectors, and without them, a trial has the same bits. */
class SameBitsIT {
    private static final List<TiledProvider> VECTORS =
            VectorWidths.BITS.stream().map(VectorWidths::provider).toList();

    static Stream<Arguments> cellsAndMemoryForms() {
        return Networks.cells().stream()
                .flatMap(cell -> Stream.of(1, 4, Networks.STEPS).map(chunk -> Arguments.of(cell, chunk)));
    }

    @ParameterizedTest
    @MethodSource("cellsAndMemoryForms")
    void training_and_evaluation_give_the_same_bits(CellConfig cell, int memoryChunk) {
        long[] expected = train(new JavaProvider(), cell, memoryChunk);
        for (Provider provider : VECTORS) {
            assertThat(train(provider, cell, memoryChunk))
                    .as(provider.description())
                    .isEqualTo(expected);
        }
    }

    /** Losses, all parameters and a score after some updates, in bits. */
    private static long[] train(Provider provider, CellConfig cell, int memoryChunk) {
        int size = TILE + 5; // a full tile and one that is not
        Engine engine = provider.engine(Networks.network(cell, memoryChunk, "batch", size), Networks.parameters(cell));
        Stream.Builder<Long> bits = Stream.builder();
        for (int update = 0; update < 2; update++) {
            bits.add(Double.doubleToLongBits(engine.gradients(Networks.batch(update, size))));
            engine.update(1e-2);
        }
        Parameters parameters = engine.parameters();
        for (ParameterSpec spec : parameters.specs()) {
            bits.add((long) Arrays.hashCode(parameters.get(spec.name()).data));
        }
        Score score = new Score();
        Batch batch = Networks.batch(9, size);
        engine.evaluate(batch, batch.size(), score);
        bits.add(Double.doubleToLongBits(score.loss()));
        return bits.build().mapToLong(Long::longValue).toArray();
    }
}
