/**
 * Sweeps: hundreds of runs of a toy problem, each a plain loop over the same environments, losses
 * and options as the real jobs.
 */
package org.retain.operators.sweep;
