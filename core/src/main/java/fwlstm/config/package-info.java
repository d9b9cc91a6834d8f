/**
 * What a trial is: immutable, validated values for task, cell, training, data and seed, their names as they appear in
 * sweep files, tables and options, and the identity of a trial. Plain data; depends on nothing else here.
 */
package fwlstm.config;
