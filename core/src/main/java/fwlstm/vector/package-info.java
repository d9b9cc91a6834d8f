/** The operations on tiles with the Vector API. Compiled by itself, since that is an incubating module. */
package fwlstm.vector;
