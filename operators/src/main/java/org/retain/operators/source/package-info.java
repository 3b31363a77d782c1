/** How a job ends from its sources: the STOP file, and sources that heed it. */
package org.retain.operators.source;
