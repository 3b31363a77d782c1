/** Looking at recordings. */
package org.retain.jobs.inspect;
