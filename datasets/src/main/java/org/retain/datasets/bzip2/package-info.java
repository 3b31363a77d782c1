/** Decompression of bzip2, in which recordings are stored. */
package org.retain.datasets.bzip2;
