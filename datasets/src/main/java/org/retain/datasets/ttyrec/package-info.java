/** NLE's recordings of NetHack games: ttyrec3 files and the terminal that replays them. */
package org.retain.datasets.ttyrec;
