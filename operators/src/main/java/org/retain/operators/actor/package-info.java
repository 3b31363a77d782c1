/** Acting: a policy plays the slots of an environment, for rollouts and for evaluations. */
package org.retain.operators.actor;
