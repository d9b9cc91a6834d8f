/** Trained networks as files in the safetensors format, which the frameworks of other languages read. */
package fwlstm.safetensors;
