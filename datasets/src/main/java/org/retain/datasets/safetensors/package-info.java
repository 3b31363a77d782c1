/** The safetensors file format, for weights and training batches. */
package org.retain.datasets.safetensors;
