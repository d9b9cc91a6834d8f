/**
 * The search space of a sweep: reads sweep files, expands axes into trials, draws configurations, estimates costs, and
 * decides which configurations a search promotes. Does not depend on Spark or on the storage of results.
 */
package fwlstm.sweep;
