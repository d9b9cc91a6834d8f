/** Statistics of a sweep's trials over their seeds: the rows of the view {@code tables}, and the results table. */
package fwlstm.table;
