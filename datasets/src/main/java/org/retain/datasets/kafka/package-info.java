/** How segments lie on Kafka: keys, headers and the value's encoding. */
package org.retain.datasets.kafka;
