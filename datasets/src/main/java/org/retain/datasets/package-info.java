/** What the data is: records, recordings and their storage. Pure Java, without Flink or DJL. */
package org.retain.datasets;
