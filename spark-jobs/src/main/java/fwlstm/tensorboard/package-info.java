/** Learning curves as event files, which TensorBoard shows. */
package fwlstm.tensorboard;
