/**
 * The space of a sweep: reading sweep files, expanding axes into trials, and estimating what they will take. Knows
 * nothing of Spark or of where results are kept.
 */
package fwlstm.sweep;
