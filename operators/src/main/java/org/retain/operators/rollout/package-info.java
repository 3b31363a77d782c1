/** Rollouts: what an acting policy records of the steps that it takes. */
package org.retain.operators.rollout;
