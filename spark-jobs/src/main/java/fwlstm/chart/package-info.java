/**
 * Charts for papers and notebooks: lines with bands, points with error bars, scatter plots, heat maps, parallel
 * coordinates, drawn alone or side by side as images, PNG or SVG. Independent of trials, results and Spark.
 */
package fwlstm.chart;
