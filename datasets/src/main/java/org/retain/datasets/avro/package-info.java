/** Avro records as messages: encoded with their schema's fingerprint, decoded with bounds. */
package org.retain.datasets.avro;
