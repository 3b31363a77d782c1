/** NetHack as an environment: NLE's native library, played in this process. */
package org.retain.operators.environment.nethack;
