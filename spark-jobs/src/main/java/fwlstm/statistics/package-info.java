/** What means over seeds are worth: confidence intervals and paired comparisons. Knows nothing of trials or tables. */
package fwlstm.statistics;
