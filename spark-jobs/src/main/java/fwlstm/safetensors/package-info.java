/** Files of trained networks in the safetensors format, which frameworks in other languages can read. */
package fwlstm.safetensors;
