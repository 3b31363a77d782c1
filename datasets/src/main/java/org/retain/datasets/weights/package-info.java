/** How weights are named and announced: {@code WeightsAnnouncement} and its encoding. */
package org.retain.datasets.weights;
