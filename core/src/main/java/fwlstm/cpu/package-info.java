/** The engine that trains on tiles of sequences, over operations that a provider brings; and those in plain Java. */
package fwlstm.cpu;
