/** The evaluation station: weights play listed episodes to their ends, and what they came to. */
package org.retain.operators.evaluation;
