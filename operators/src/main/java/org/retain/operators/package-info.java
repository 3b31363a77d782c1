/** What happens to the data: one package per station of the flow. */
package org.retain.operators;
