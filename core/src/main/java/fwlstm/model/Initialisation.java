package fwlstm.model;

import fwlstm.math.RandomStream;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** The initial values of a parameter. */
public sealed interface Initialisation {
    /** Fills a matrix, in row-major order, from a stream. */
    void fill(FMatrixRMaj matrix, RandomStream random);

    /** All elements equal. */
    record Constant(float value) implements Initialisation {
        @Override
        public void fill(FMatrixRMaj matrix, RandomStream random) {
            Arrays.fill(matrix.data, value);
        }
    }

    /** Ones on the diagonal, zeros elsewhere. */
    record Identity() implements Initialisation {
        @Override
        public void fill(FMatrixRMaj matrix, RandomStream random) {
            CommonOps_FDRM.setIdentity(matrix);
        }
    }

    /** Uniform in (−bound, bound). */
    record Uniform(double bound) implements Initialisation {
        /** The usual bound of a linear layer, 1/√inputs. */
        static Uniform ofInputs(int inputs) {
            return new Uniform(1.0 / StrictMath.sqrt(inputs));
        }

        @Override
        public void fill(FMatrixRMaj matrix, RandomStream random) {
            for (int n = 0; n < matrix.data.length; n++) {
                matrix.data[n] = (float) (bound * (2.0 * random.nextDouble() - 1.0));
            }
        }
    }

    /** Standard normal. */
    record Normal() implements Initialisation {
        @Override
        public void fill(FMatrixRMaj matrix, RandomStream random) {
            for (int n = 0; n < matrix.data.length; n++) {
                matrix.data[n] = (float) random.nextGaussian();
            }
        }
    }
}
