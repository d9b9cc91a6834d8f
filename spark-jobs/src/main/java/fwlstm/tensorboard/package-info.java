/** Learning curves as event files for TensorBoard. */
package fwlstm.tensorboard;
