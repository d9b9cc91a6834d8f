/**
 * Statistics over seeds and over configurations: confidence intervals, paired comparisons, ranks, Pareto fronts, and
 * importances of settings. Independent of trials and tables.
 */
package fwlstm.statistics;
