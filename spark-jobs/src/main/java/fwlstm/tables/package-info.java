/** What the trials of a configuration come to over its seeds: the rows of the view {@code tables}, without Spark. */
package fwlstm.tables;
