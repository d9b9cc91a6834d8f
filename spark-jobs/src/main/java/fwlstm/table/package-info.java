/** What the trials of a sweep come to over their seeds: the rows of the view {@code tables}, and the table of the papers. */
package fwlstm.table;
