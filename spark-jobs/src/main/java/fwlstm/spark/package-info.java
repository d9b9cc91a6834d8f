/**
 * Everything that needs a Spark session: the sweep as a Spark job, background compaction of the ledger, and the SQL
 * views over the tables.
 */
package fwlstm.spark;
