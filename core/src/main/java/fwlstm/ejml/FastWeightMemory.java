package fwlstm.ejml;

import static fwlstm.ejml.Matrices.outer;
import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.product;
import static fwlstm.ejml.Matrices.productTransposed;
import static fwlstm.ejml.Matrices.times;

import fwlstm.config.FastWeights;
import fwlstm.config.WriteRule;
import fwlstm.model.MemoryTrace;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The fast weights of one sequence, an H × H matrix A_t after each step, A_0 = 0:
 *
 * <pre>
 * A_t = λ A_{t−1} + η r rᵀ                Hebb; Ba, Hinton, Mnih, Leibo, Ionescu 2016
 * A_t = (1 − η r·r) A_{t−1} + η r rᵀ      Oja
 * </pre>
 *
 * A step writes once, then reads; backward, it takes back its reads, then its write.
 */
final class FastWeightMemory {
    private final FastWeights config;
    private final float eta;
    private final FMatrixRMaj[] a;
    private final FMatrixRMaj dA; // gradient of A_t from all that was taken back

    FastWeightMemory(Network network, FastWeights config) {
        this.config = config;
        eta = (float) config.eta();
        a = new FMatrixRMaj[network.steps() + 1];
        a[0] = new FMatrixRMaj(network.hidden(), network.hidden());
        dA = a[0].createLike();
    }

    /** A_t = λ A_{t−1} + η r rᵀ. */
    void write(int t, FMatrixRMaj r) {
        a[t] = CommonOps_FDRM.add(decay(r), a[t - 1], eta, outer(r, r), null);
    }

    /** λ, or 1 − η r·r. */
    private float decay(FMatrixRMaj r) {
        return isOja() ? 1 - eta * CommonOps_FDRM.dot(r, r) : config.lambda().floatValue();
    }

    private boolean isOja() {
        return config.writeRule() == WriteRule.OJA;
    }

    /** A_t q. */
    FMatrixRMaj read(int t, FMatrixRMaj q) {
        return product(a[t], q);
    }

    /** From dm to dq, m = A_t q: dA_t += dm qᵀ, dq = A_tᵀ dm. */
    FMatrixRMaj readBackward(int t, FMatrixRMaj q, FMatrixRMaj dm) {
        CommonOps_FDRM.addEquals(dA, outer(dm, q));
        return productTransposed(a[t], dm);
    }

    /**
     * From dA_t to dr = η (dA_t + dA_tᵀ) r and dA_{t−1} = λ dA_t. Under Oja's rule r is in the decay as well, whose
     * gradient is the sum of all elements of dA_t ⊙ A_{t−1}: dr −= 2 η r times that.
     */
    FMatrixRMaj writeBackward(int t, FMatrixRMaj r) {
        FMatrixRMaj dr = plus(product(dA, r), productTransposed(dA, r));
        if (isOja()) {
            CommonOps_FDRM.addEquals(dr, -2 * CommonOps_FDRM.elementSum(times(dA, a[t - 1])), r);
        }
        CommonOps_FDRM.scale(eta, dr);
        CommonOps_FDRM.scale(decay(r), dA);
        return dr;
    }

    /** Step t, which wrote r and then read with these queries. */
    MemoryTrace.Step trace(int t, FMatrixRMaj r, List<FMatrixRMaj> queries) {
        List<MemoryTrace.Read> reads = queries.stream()
                .map(q -> new MemoryTrace.Read(q.data, read(t, q).data))
                .toList();
        return new MemoryTrace.Step(r.data, decay(r), a[t], reads);
    }
}
