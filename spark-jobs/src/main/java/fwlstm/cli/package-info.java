/**
 * The command line: the text that a user types and reads. Parses and prints, and leaves the work to the packages below.
 */
package fwlstm.cli;
