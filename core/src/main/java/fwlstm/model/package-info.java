/**
 * The network without its arithmetic: the parameters of each cell with their initial values, and the interface of
 * providers. A {@link fwlstm.model.Provider} makes an {@link fwlstm.model.Engine}, which runs a cell forward and
 * backward over whole sequences and takes optimiser steps; it is free to fuse, tile and repack as it likes. {@link
 * fwlstm.model.Prediction} and {@link fwlstm.model.MemoryTrace} query a trained network.
 */
package fwlstm.model;
