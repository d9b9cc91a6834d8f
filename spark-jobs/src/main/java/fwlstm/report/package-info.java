/** The report of a sweep: from the SQL views to figures, tables and one page that holds them all. */
package fwlstm.report;
