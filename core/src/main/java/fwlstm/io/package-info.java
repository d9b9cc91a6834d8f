/** Writing local files, and one-line messages of failures. */
package fwlstm.io;
