/** Policy networks on PyTorch through DJL: shapes, weights files, recurrent inference. */
package org.retain.operators.policy;
