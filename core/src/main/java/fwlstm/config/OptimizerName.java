package fwlstm.config;

/** The optimisers. */
public enum OptimizerName {
    /** Adam with β 0.9 and 0.999, ε 1e-8 (Kingma, Ba 2015). */
    ADAM,
    /** Plain stochastic gradient descent. */
    SGD
}
