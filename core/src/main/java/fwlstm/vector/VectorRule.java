package fwlstm.vector;

import static fwlstm.vector.Lanes.FLOATS;
import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.all;
import static fwlstm.vector.Lanes.load;

import fwlstm.model.Optimizer.Rule;
import jdk.incubator.vector.FloatVector;

/** The optimisers' steps; what is left after the last full vector goes element by element. */
final class VectorRule implements Rule {
    @Override
    public void adam(float[] value, float[] gradient, float[] m, float[] v, float step, float rootScale) {
        assert Rule.fit(value, gradient, m, v);
        int n = 0;
        for (; n < FLOATS.loopBound(value.length); n += L) {
            FloatVector g = load(gradient, n);
            FloatVector first = load(m, n).mul(Rule.KEEP_1).add(g.mul(Rule.TAKE_1));
            FloatVector second =
                    load(v, n).mul(Rule.KEEP_2).add(g.mul(Rule.TAKE_2).mul(g));
            first.intoArray(m, n);
            second.intoArray(v, n);
            FloatVector root = second.sqrt().mul(rootScale).add(Rule.EPSILON);
            load(value, n).sub(all(step).mul(first).div(root)).intoArray(value, n);
        }
        Rule.adam(n, value, gradient, m, v, step, rootScale);
    }

    @Override
    public void descend(float[] value, float[] gradient, float learningRate) {
        assert Rule.fit(value, gradient);
        int n = 0;
        for (; n < FLOATS.loopBound(value.length); n += L) {
            load(value, n).sub(load(gradient, n).mul(learningRate)).intoArray(value, n);
        }
        Rule.descend(n, value, gradient, learningRate);
    }
}
