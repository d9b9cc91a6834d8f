/**
 * The associative retrieval tasks as streams of token sequences: vocabulary, splits, batches, and the order in which an
 * epoch visits the training set. Everything is a pure function of seed, split and index; nothing is stored.
 */
package fwlstm.task;
