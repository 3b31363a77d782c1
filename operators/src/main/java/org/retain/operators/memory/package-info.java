/**
 * The episodic memory: a sharded, stratified store of segments that answers each driving segment
 * with draws. The vocabulary is Reverb's: table, item, remover, sampler, samples per insert.
 */
package org.retain.operators.memory;
