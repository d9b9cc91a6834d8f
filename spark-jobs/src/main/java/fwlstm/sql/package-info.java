/** Spark SQL over the views of results: statements, answers in every format, and a prompt. */
package fwlstm.sql;
