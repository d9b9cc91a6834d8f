/**
 * The network without its arithmetic: which parameters each cell has and how they start, and the seam behind which
 * providers compute. A {@link fwlstm.model.Provider} makes an {@link fwlstm.model.Engine}, which runs a cell forward and
 * backward over whole sequences and takes optimiser steps; it is free to fuse, tile and repack as it likes.
 * {@link fwlstm.model.Prediction} and {@link fwlstm.model.MemoryTrace} look into a trained network.
 */
package fwlstm.model;
