/** Environments: what an agent acts on, with Gymnasium's contract, many episodes side by side. */
package org.retain.operators.environment;
