/**
 * The decode station: raw Kafka records to segments, and what is no segment to the dead letters.
 */
package org.retain.operators.decode;
