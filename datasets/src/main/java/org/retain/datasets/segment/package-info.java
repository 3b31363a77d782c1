/** The one record of the flow: {@code Segment}, its tensors and their encodings. */
package org.retain.datasets.segment;
