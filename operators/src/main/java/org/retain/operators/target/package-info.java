/** The target station: a frozen teacher answers every step of every episode, in order. */
package org.retain.operators.target;
