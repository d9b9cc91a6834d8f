/**
 * The definition of a trial: immutable, validated values for task, cell, training, data and seed, their names in sweep
 * files, tables and options, and the trial's identity. Plain data without dependencies on other packages.
 */
package fwlstm.config;
