/** The paper's toy problems: small enough to follow by hand, in Java, without native code. */
package org.retain.operators.environment.toy;
