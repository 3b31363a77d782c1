/** How segments and announcements of weights lie on Kafka: keys, headers and encodings. */
package org.retain.datasets.kafka;
