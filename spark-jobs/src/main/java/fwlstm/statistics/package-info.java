/** Statistics over seeds: confidence intervals and paired comparisons. Independent of trials and tables. */
package fwlstm.statistics;
