/** What the trials of a sweep come to over their seeds, the table of the papers, and tables in every format. */
package fwlstm.table;
