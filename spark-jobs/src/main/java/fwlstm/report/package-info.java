/** The report of a sweep: turns its results into figures, tables and one page with all of them. */
package fwlstm.report;
