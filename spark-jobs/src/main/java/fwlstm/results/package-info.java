/**
 * What is kept of a sweep and how: the results directory, the ledger of finished trials, their form as JSON and as table
 * rows. Works on any file system that Hadoop can write; knows nothing of Spark sessions.
 */
package fwlstm.results;
