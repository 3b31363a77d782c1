/** The NetHack Learning Dataset's layout: recordings beside the log of how each game ended. */
package org.retain.datasets.nld;
