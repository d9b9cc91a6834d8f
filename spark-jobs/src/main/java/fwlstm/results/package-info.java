/**
 * The storage of a sweep: the results directory, the ledger of finished trials, their form as JSON and as table rows.
 * Works on any file system that Hadoop can write; does not depend on Spark sessions.
 */
package fwlstm.results;
