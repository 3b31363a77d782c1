/** Reading recorded episodes: in which order, cut into which pieces, how interleaved. */
package org.retain.datasets.episode;
