/**
 * The space of a sweep: reading sweep files, expanding axes into trials, drawing configurations, estimating what all that
 * takes, and deciding which configurations a search trains further. Knows nothing of Spark or of where results are kept.
 */
package fwlstm.sweep;
