/** Random numbers that any station may draw. */
package org.retain.operators.random;
