/** The command line: what a user types and reads. Parses, prints, and leaves the work to the packages below. */
package fwlstm.cli;
