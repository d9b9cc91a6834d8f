/**
 * Everything that needs a Spark session: the sweep as a Spark job, compaction of the ledger into Parquet, and the SQL
 * views over the tables.
 */
package fwlstm.spark;
